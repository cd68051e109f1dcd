"""Rooms of the desk for statements: what is kept, what is captured."""
