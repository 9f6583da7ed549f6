"""What differs? Several models on the same draws: scenarios, dependence, variants of the model, other cases."""
