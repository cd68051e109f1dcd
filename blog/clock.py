"""The only source of the time: tests put their own in its place."""

from collections.abc import Callable
from datetime import UTC, datetime

_source: Callable[[], datetime] | None = None


def now() -> datetime:
    """The moment, in UTC, with its offset."""
    return _source() if _source else datetime.now(UTC)


def set_source(source: Callable[[], datetime] | None) -> None:
    """Take the time from `source`; from the machine again where it is None."""
    global _source
    _source = source
