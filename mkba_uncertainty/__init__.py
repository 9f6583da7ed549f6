"""Uncertainty of social cost-benefit analyses (MKBA)."""
