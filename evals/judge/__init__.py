"""The optional judge: a chat model's opinion of answers, shown with how far it agrees with labels given by hand.

Its scores are never part of the gate: they need a model, may differ from one run to the next, and are an opinion.
"""
