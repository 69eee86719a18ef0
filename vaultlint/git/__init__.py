"""What git knows: changes, renames, trees. The only caller of git."""
