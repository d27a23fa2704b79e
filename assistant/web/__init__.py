"""The web chat and its pages: what a browser on this machine sees."""
