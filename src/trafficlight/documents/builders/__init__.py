"""编制: ratings and standings → content: bulletins, ledgers, letters, forms. Internal: import from `trafficlight.documents`."""
