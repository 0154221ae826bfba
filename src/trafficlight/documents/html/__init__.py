"""网页: content → HTML for a web page. Internal: import from `trafficlight.documents`."""
