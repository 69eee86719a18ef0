"""Rules about format."""
