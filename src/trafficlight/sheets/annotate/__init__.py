"""退回: the same workbook with its bad cells marked and commented. Internal: import from `trafficlight.sheets`."""
