"""Does the evaluation notice? Seeded faults go into copies of Candour, one at a time: the gate must turn red."""
