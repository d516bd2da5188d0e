"""The sealed formats of docs/envelope.md. This room imports nothing else of ours."""
