"""Rules about canvases and bases: files besides notes that link to files of the vault."""
