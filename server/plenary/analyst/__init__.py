"""The analyst: reads what is new in the log, feeds one engine a prompt, posts opinion maps to the bulletin.

It decides nothing about an event and knows of no socket.
"""

from plenary.analyst.analyst import Analyst

__all__ = ["Analyst"]
