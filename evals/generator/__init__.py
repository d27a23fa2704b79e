"""Made-up corpora whose truth is known by construction: filled forms as files, and questions with what is expected.

Nothing here shares code with what reads forms: corpus/ and the generator may not make the same mistake.
"""
