"""Which addresses people's text may link to: a short list of what is allowed, and nothing that is read two
ways.

Browsers drop white space and controls from an address, take a backslash for a slash, and accept `https:host`;
each of these makes what looks like a path or a scheme into another one, so such addresses are refused whole.
"""

import re
from html import unescape

# White space, controls, invisible and direction-changing characters, backslashes: nothing an address needs.
AMBIGUOUS = re.compile(
    "[\x00-\x20\x7f-\xa0\xad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\\\\]"
)
# No user name before the host: `https://bank.example@evil.example` leads to the second.
WEB = re.compile(r"https?://[^/?#@\\]+(?:[/?#].*)?", re.IGNORECASE | re.DOTALL)
MAIL = re.compile(r"mailto:[^/?#@]+@[^/?#@]+(?:\?.*)?", re.IGNORECASE | re.DOTALL)
# A path or a fragment of this site; two slashes would begin another host.
HERE = re.compile(r"(?:/(?!/)|#).*", re.DOTALL)


def is_safe_link(address: str) -> bool:
    """Whether a link may lead there: http, https, mailto, or a path or fragment of this site."""
    return _is(address, WEB, MAIL, HERE)


def is_safe_image(address: str) -> bool:
    """Whether an image may be loaded from there: only from this site, since readers ask no other one unclicked."""
    return _is(address, HERE) and not address.startswith("#")


def _is(address: str, *allowed: re.Pattern[str]) -> bool:
    """As written and as its entities read, since not every parser hands over the same."""
    return all(
        not AMBIGUOUS.search(form) and any(pattern.fullmatch(form) for pattern in allowed)
        for form in {address, unescape(address)}
    )
