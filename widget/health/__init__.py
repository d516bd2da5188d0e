"""Finds health details and identifiers in a text, on the machine that holds it. Imports nothing of ours."""
