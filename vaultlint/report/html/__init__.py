"""The HTML report: one self-contained file with charts, tables and an interactive graph."""
