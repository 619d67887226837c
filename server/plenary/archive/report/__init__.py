"""The report of an event: a fold over its log, made so that it may be published, written into one file and verified."""
