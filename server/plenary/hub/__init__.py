"""Sockets: who is connected to which event, what they ask, and what they are told."""
