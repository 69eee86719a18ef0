"""New notes: where they stand, what is in them, and writing them."""
