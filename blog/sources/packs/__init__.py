"""Kept copies for other hands: WARC files in and out (ISO 28500:2017), evidence packs and their checking."""
