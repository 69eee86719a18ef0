"""What of a run is new: beside an older commit, or beside a baseline."""
