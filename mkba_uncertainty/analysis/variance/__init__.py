"""Which estimates carry the uncertainty? Shares of the variance, and screening."""
