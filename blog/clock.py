"""The only source of the time: tests put their own in its place."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

_source: Callable[[], datetime] | None = None
_waiting: Callable[[float], None] = time.sleep


def now() -> datetime:
    """The moment, in UTC, with its offset."""
    return _source() if _source else datetime.now(UTC)


def wait(seconds: float) -> None:
    """Let `seconds` pass, if they are more than none."""
    if seconds > 0:
        _waiting(seconds)


def set_source(source: Callable[[], datetime] | None, waiting: Callable[[float], None] = time.sleep) -> None:
    """Take the time from `source`, which `waiting` moves on; from the machine again where it is None."""
    global _source, _waiting
    _source, _waiting = source, waiting
