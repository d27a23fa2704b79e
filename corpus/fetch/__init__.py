"""Published pages brought to this machine. Nothing else in Candour uses the network while it runs."""
