"""规则: from a record to its light, and the grounds on which it stands."""
