"""How time, memory and disk grow with the number of organizations: `candour eval bench-scale`."""
