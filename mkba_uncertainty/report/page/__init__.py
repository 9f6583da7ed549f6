"""The page: one HTML file with the answer, an explorer and the account of every number."""
