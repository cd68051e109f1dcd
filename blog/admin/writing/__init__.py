"""Rooms of the desk where posts are written: the editor, what becomes of a post, corrections."""
