"""Assessments become something searchable: answer table, vectors, keywords, generations."""
