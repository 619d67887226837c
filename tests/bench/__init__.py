"""Measurements beside a peer, in one run: `make bench`. Nothing here asserts a time."""
