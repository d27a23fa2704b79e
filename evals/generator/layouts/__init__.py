"""One module for each kind of file that a form is written as."""
