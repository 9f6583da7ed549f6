"""How sure is a programme in many places? The sum over the sites, each of them, and what it is worth to know more."""
