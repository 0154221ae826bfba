"""排名: from lights to counts, places and what moved."""
