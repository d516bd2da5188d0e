"""Notices on their way to the ticketing vendor: what they may say, and how each arrives exactly once."""
