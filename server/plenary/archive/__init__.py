"""Everything that outlives an event: discussions read from files, and brought in as events."""
