"""Running rules over a vault: selection, suppressions, learned styles and parallel work."""
