"""Ticketing vendors: one file each. To add one, copy the nearest and enter it in the registry."""
