"""Renaming notes, folders, attachments, headings and block ids, with every link that names them (Obsidian 63)."""
