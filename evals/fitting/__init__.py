"""Fitting what look-ups are ranked and declined by, on generated forms and questions of their own."""
