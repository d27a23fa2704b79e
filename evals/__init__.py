"""Cases become a report: offline evaluation of recorded answers."""
