"""The language server: what editors ask, answered from the workspace."""
