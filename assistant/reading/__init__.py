"""A question becomes a reading, by rules whose words are data."""
