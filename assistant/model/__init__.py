"""The chat model, where one is configured: opening it, and nothing else so far."""
