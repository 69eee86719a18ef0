"""Rules about sections."""
