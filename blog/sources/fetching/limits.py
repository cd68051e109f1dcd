"""How much one capture may take, redirects included, and the account that is kept of it."""

import time
from dataclasses import dataclass, field

from blog.sources.fetching.failures import Cause, FetchFailed, failure

_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds and bytes for a whole fetch. Real statements are under 1 MB; slow hosts answer within 10 s."""

    seconds: float = 20
    received: int = 15 * _MEGABYTE
    decoded: int = 30 * _MEGABYTE
    head: int = 64 * 1024
    redirects: int = 10


LIMITS = Limits()


@dataclass(slots=True)
class Account:
    """What a fetch has used so far. `where` is how its failures name the place."""

    limits: Limits
    where: str
    received: int = 0
    _began: float = field(default_factory=time.monotonic)

    def seconds_left(self) -> float:
        """More than nothing, or FetchFailed(TIMEOUT)."""
        left = self._began + self.limits.seconds - time.monotonic()
        if left <= 0:
            raise self.failure(Cause.TIMEOUT)
        return left

    def receive(self, size: int) -> None:
        """Count bytes that came, heads and what is not kept included."""
        self.received += size
        if self.received > self.limits.received:
            raise self.failure(Cause.TOO_BIG)

    def failure(self, cause: Cause) -> FetchFailed:
        """The failure with this fetch's place and limits in its words."""
        limits = self.limits
        return failure(
            cause,
            self.where,
            seconds=limits.seconds,
            received=_size(limits.received),
            decoded=_size(limits.decoded),
            redirects=limits.redirects,
        )


def _size(count: int) -> str:
    return f"{count / _MEGABYTE:g} MB" if count >= _MEGABYTE else f"{count:,} bytes"
