"""排版程序: what only LibreOffice can tell: PDF and the numbers of pages. Internal: import from `trafficlight.documents`."""
