"""Many visitors at once: how long they wait, and what those get who are too many."""
