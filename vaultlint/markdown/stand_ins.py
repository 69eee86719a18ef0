"""The characters of `Note.prose` that stand for what is not prose: see `markdown.mask`, which puts them there."""

OPAQUE, OPEN, CLOSE, EDGE = "\ue000", "\ue001", "\ue002", "\ue003"
