"""Rooms of the desk for the site itself: settings, people."""
