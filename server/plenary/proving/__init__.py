"""What stands behind a proof: messages to an address, and sign-in providers. Knows nothing of events."""
