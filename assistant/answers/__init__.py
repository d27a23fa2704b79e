"""A reading becomes an answer: exact from the table, quoted from the texts, or an abstention."""
