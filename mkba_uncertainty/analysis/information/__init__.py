"""What is it worth to know more? The value of perfect information and of a study."""
