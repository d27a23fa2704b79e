"""What is measured: one small pure function a measure, their table in `definitions`."""
