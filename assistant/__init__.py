"""A question becomes a cited answer, on the command line and in the browser."""
