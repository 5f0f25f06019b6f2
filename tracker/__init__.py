"""The office: what happens to a letter once it is read."""
