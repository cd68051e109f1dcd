"""Pages of the desk about uploaded pictures and files."""
