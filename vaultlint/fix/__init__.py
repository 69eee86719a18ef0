"""Applying fixes: edits, rounds to a fixed point, the gate, and writing."""
