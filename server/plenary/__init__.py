"""Plenary: live statements, votes and opinion groups for assemblies."""

__version__ = "0.1.0"
