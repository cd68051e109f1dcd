"""Writing a post: what is typed, checked and saved."""
