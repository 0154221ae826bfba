"""核对: what is doubtful although every cell can be read. Internal: import from `trafficlight.sheets`."""
