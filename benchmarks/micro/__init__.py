"""Micro-benchmarks: `python -m pytest benchmarks` (see docs/performance.md)."""
