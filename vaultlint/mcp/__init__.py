"""What agents ask for over the Model Context Protocol: the only user of `mcp`."""
