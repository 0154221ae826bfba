"""制表: rows and blank forms → .xlsx, .csv and .json, by the same forms. Internal: import from `trafficlight.sheets`."""
