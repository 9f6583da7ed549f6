"""One question, one module, one result class each."""
