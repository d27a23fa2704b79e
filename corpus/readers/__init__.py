"""Readers: the text of a file, whatever its kind."""
