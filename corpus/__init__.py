"""A file becomes an assessment: questionnaire, organization registry, readers and parser."""
