"""What is served over HTTP: the pages, the API, health and metrics."""
