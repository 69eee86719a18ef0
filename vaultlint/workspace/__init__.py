"""One vault under one set of settings, brought up to date: see `workspace.py`."""
