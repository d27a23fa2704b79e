"""The API for other programs: typed requests and replies, problems, events."""
