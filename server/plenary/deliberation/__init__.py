"""The rules of a deliberation: pure, standard library only. No await, clock, randomness or I/O lives here."""
