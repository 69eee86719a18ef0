"""Rules about Chinese text: typography and look-alikes."""
