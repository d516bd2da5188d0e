"""`make bench`: the patient door beside a bare Flask route, both measured in one run."""
