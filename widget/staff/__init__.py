"""What members of the desk are, how they sign in, and what they may do."""
