"""What a sentence that a language model wrote must pass before anybody sees it. Pure functions, one file for each."""
