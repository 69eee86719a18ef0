"""Rules about layout: none of their fixes changes how a note looks."""
