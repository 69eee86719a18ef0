"""Rules about the graph of links."""
