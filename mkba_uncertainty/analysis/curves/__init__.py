"""What happens as one estimate moves? The expected outcome given its value, and what is read off that curve."""
