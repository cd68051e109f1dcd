"""Where to go after signing in: a path of this site, and nothing that a browser could read as another site.

Browsers read `\\` as `/`, drop tabs and line ends, and take `//host` for another site (WHATWG URL, §4.4), so all of
those are refused rather than mended.
"""

import re
from urllib.parse import unquote

# A slash, then something that is neither a second slash nor a backslash; nowhere white space, controls or backslashes.
SAME_SITE = re.compile(r"/(?![/\\])[^\\\s\x00-\x1f\x7f]*")


def same_site(path: str | None) -> str:
    """`path` if it leads into this site, also after a proxy has unquoted it; else an empty string."""
    safe = path and SAME_SITE.fullmatch(path) and SAME_SITE.fullmatch(unquote(path).replace(" ", "+"))
    return path if path and safe else ""
