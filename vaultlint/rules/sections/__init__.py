"""Rules about sections and headings."""
