"""Rules about frontmatter."""
