"""Keeping reports while the event goes on: made in a process of their own, put on a shelf, told of by a fact."""
