"""What varies together, as ranks and scores: correlation, and what is known of the rest once some are known."""
