"""A vault: where notes come from, Obsidian's settings, resolution and the graph. The only user of networkx."""
