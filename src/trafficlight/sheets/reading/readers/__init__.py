"""格式: a room for each format that hand-ins come in; every one gives the same grids, and nothing else knows any."""
