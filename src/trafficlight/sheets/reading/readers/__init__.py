"""格式: one reader for each format that hand-ins come in; each gives the same grids. Internal: import from `trafficlight.sheets`."""
