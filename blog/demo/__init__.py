"""The first page that a newcomer sees: a post, a statement and a thread, all invented, gone in one click."""
