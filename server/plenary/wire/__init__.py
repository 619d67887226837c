"""The one definition of every message both ways, its codecs, and the writers of what is generated from it."""
