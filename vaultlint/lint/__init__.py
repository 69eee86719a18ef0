"""Running rules over a vault: selection, suppressions, baseline, cache and parallel work."""
