"""From the log of one event to the opinion maps that are posted of it: what the analyst does in its worker thread."""
