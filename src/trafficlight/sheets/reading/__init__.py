"""读表: bytes → grids → tables → entries, every fault with its cell. Internal: import from `trafficlight.sheets`."""
