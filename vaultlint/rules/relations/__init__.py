"""Rules about typed relations between documents."""
