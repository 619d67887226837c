"""Whoever takes part by program: a client of the protocol, real discussions played back, synthetic audiences.

Nothing here is part of a server: it comes in through sockets, like everybody else.
"""
