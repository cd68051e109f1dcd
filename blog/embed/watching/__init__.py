"""What became of a statement between two versions of it: algorithms only, no tables."""
