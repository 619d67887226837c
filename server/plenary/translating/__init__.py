"""Statements put into other languages by a service, where the operator has configured one. Off by default."""
