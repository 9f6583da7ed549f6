"""How sure are we? The distribution of every outcome, in figures and in words."""
