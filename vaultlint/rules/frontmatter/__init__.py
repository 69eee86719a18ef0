"""Rules about properties."""
