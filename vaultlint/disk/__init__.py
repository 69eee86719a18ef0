"""The edge to the disk: the one reader, the one writer, and the user's own folders."""
