"""Systems to compare Candour with: what anybody would build first, over the same passages."""
