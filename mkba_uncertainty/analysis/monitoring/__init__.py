"""What do data change? The same question after monitoring."""
