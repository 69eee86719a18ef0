"""Rules about cjk."""
