"""WebSocket connections that are attached: after the handshake they cost no task, no queue and no ASGI scope."""
