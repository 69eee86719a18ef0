"""Output formats: findings in, text out. One file a format."""
