"""Questions over a generated corpus, with what is expected of their answers."""
