"""How good the checks of a language model's sentences are: faithful, hostile and corrupted ones, and injections."""
