"""Rooms of the desk for what readers say."""
