"""Rules about graph."""
