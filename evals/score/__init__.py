"""Cases and answers become figures. Pure and deterministic: equal files give equal bytes, whatever the hash seed."""
