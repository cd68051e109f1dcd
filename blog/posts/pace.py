"""Slow mode: the pauses between two comments of one person in a thread that may be chosen, in seconds."""

MINUTE, HOUR = 60, 3600
# None, then what other forums offer: long enough to cool down, short enough to answer the same day.
PAUSES = (0, 30, MINUTE, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 6 * HOUR, 24 * HOUR)
