"""Candidates for a person to judge: relations, topics, and targets of broken links. Nothing here ever writes."""
