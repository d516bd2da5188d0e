"""What the house keeps and for how long: inboxes, letters, the chain, and the worker's jobs."""
