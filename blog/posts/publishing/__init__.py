"""What becomes of a post: shown to everyone, taken back."""
