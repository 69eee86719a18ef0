"""Markdown as Obsidian reads it: bytes in, a frozen `Note` out. The only users of pyromark, frontmatter and YAML."""
