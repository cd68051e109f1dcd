"""Addresses that an owner types: of this site, or whole ones of the web."""

from urllib.parse import urlsplit

from blog.errors import Invalid
from blog.typed import line, required

ADDRESS_LIMIT = 500


def read_address(typed: str, *, field: str, what: str) -> str:
    """An address of this site, such as `/about/`, or of the web. Raises `Invalid` beside `field`."""
    address = required(line(typed, field=field, limit=ADDRESS_LIMIT, what=what), field=field, what=what)
    if not is_here(address):
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Invalid(
                "Write an address of this site, such as /about/, or a whole one, such as https://…",
                field=field,
            )
    return address


def is_here(address: str) -> bool:
    """Whether it is a path of this site; browsers take `//host` and `/\\host` for other sites."""
    return address.startswith("/") and not address.startswith("//") and "\\" not in address
