"""The words after `flask`: one file for each, thin. What they do is in the rooms below."""
