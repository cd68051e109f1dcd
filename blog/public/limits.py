"""How often the forms of accounts may be sent: for one address, and from one place. Generous: people mistype."""

from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from typing import Any

from flask import current_app, request
from limits import RateLimitItem

from blog.extensions import limiter

View = Callable[..., Any]

# Guessing a password is hopeless at this pace; a household or an office behind one address is not hindered.
SIGN_IN = ("20 per 15 minutes", "100 per 15 minutes")
# These send mail, which must not become a way to fill someone's mailbox.
MAILING = ("5 per hour", "60 per hour")


def limited(each: tuple[str, str]) -> Callable[[View], View]:
    """Limit a view's POSTs: `each` is (for one mail address, from one network address)."""

    def decorate(view: View) -> View:
        by_place = limiter.limit(each[1], methods=["POST"], key_func=place)
        by_address = limiter.limit(each[0], methods=["POST"], key_func=_address)
        return by_place(by_address(view))

    return decorate


def has_turn(limit: RateLimitItem, name: str) -> bool:
    """Count one more of `name` from where the request comes from: whether the limit allows it.

    A site that cannot count lets it pass, as it does with what `limited` limits.
    """
    if not limiter.enabled:
        return True
    try:
        return limiter.limiter.hit(limit, name, place())
    except limiter.limiter.storage.base_exceptions:
        current_app.logger.exception("Rate limits cannot be counted; the request passed uncounted.")
        return True


def place() -> str:
    """Where a request comes from: its IPv4 address, or the /64 that an IPv6 user is commonly given whole."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return request.remote_addr or "unknown"
    return str(int(address) >> 64) if isinstance(address, IPv6Address) else str(address)


def _address() -> str:
    return request.form.get("email", "").strip().lower()[:254] or place()
