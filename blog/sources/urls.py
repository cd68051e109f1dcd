"""Which document an address names.

A source is one row a canonical URL, so two spellings of one address must come out the same: the syntax-based
normalisation of RFC 3986 §6.2.2, without the fragment (it names a place in the document, not another one) and
without the parameters that only say which advertisement or newsletter the reader came from.
"""

import ipaddress
import re
from urllib.parse import unquote, urlsplit

import idna

from blog.errors import Invalid

# What browsers, proxies and databases' indexes all still take; real addresses are far shorter.
MAX_LENGTH = 2_000
DEFAULT_PORTS = {"http": 80, "https": 443}
# Parameters that tell the publisher where a reader came from and never choose the document.
TRACKING_PREFIXES = ("utm_", "mtm_", "pk_", "hsa_")
TRACKING = frozenset(
    """
    fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid twclid ttclid li_fat_id igshid igsh mc_cid
    mc_eid mkt_tok _hsenc _hsmi hsctatracking _ga _gl vero_id oly_anon_id oly_enc_id ref_src rb_clickid
    """.split()  # noqa: SIM905
)

# A DNS label, with the underscore that some real hosts have.
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PATH_KEPT = _UNRESERVED | frozenset("!$&'()*+,;=:@/")
_QUERY_KEPT = _PATH_KEPT | frozenset("?")
# Blanks and controls end an address wherever people write one.
UNPRINTABLE = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff]")


def canonical_url(raw: str) -> str:
    """The one spelling of `raw` that a source is known by; raises Invalid(field="url")."""
    url = raw.strip()
    _refuse_unusable(url)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _invalid("has a host or port that cannot be read") from None
    if parts.scheme not in DEFAULT_PORTS:
        raise _invalid("does not begin with http:// or https://")
    if "@" in parts.netloc:
        raise _invalid("holds a user name or password; leave out what stands before the @")
    if port == 0:
        raise _invalid("has port 0, which no server answers on")
    authority = _host(parts.hostname or "")
    if port and port != DEFAULT_PORTS[parts.scheme]:
        authority += f":{port}"
    path = _without_dots(_normalised(parts.path, _PATH_KEPT)) or "/"
    query = _without_tracking(_normalised(parts.query, _QUERY_KEPT))
    return _short(f"{parts.scheme}://{authority}{path}{'?' + query if query else ''}")


def is_usable(url: str) -> bool:
    """Whether `canonical_url` takes it."""
    try:
        canonical_url(url)
    except Invalid:
        return False
    return True


def _invalid(what: str) -> Invalid:
    return Invalid(f"This address {what}. It stands as you typed it; correct it and send again.", field="url")


def _refuse_unusable(url: str) -> None:
    if not url:
        raise Invalid("Give the address that the statement was published at.", field="url")
    _short(url)
    if "\\" in url:
        raise _invalid("holds a backslash, which browsers read in different ways")
    if UNPRINTABLE.search(url):
        raise _invalid("holds a space or a control character")


def _short(url: str) -> str:
    if len(url) > MAX_LENGTH:
        raise _invalid(f"is longer than {MAX_LENGTH:,} characters")
    return url


def _host(host: str) -> str:
    # A zone after % (RFC 6874) names an interface of one machine, and no place on the web.
    if ":" in host and "%" not in host:
        try:
            return f"[{ipaddress.IPv6Address(host).compressed}]"
        except ValueError:
            raise _invalid("has an IPv6 host that cannot be read") from None
    host = _ascii(host).removesuffix(".")
    labels = host.split(".")
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise _invalid("has no host that the internet's names allow")
    if labels[-1].isdigit() or re.fullmatch("0x[0-9a-f]*", labels[-1]):
        try:
            return str(ipaddress.IPv4Address(host))
        except ValueError:
            raise _invalid("has a number for a host; write an IPv4 address as four numbers") from None
    return host


def _ascii(host: str) -> str:
    if host.isascii():
        return host.lower()
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        raise _invalid("has a host with characters that names on the internet cannot have") from None


def _normalised(text: str, kept: frozenset[str]) -> str:
    """RFC 3986 §6.2.2.1 and 2: upper-case hex; what need not be encoded is not, and all else is."""
    out, position = [], 0
    for found in _PERCENT.finditer(text):
        out.append(_encoded(text[position : found.start()], kept))
        char = chr(int(found[0][1:], 16))
        out.append(char if char in _UNRESERVED else found[0].upper())
        position = found.end()
    return "".join([*out, _encoded(text[position:], kept)])


def _encoded(text: str, kept: frozenset[str]) -> str:
    return "".join(
        char if char in kept else "".join(f"%{byte:02X}" for byte in char.encode()) for char in text
    )


def _without_dots(path: str) -> str:
    """RFC 3986 §5.2.4, for the absolute paths that follow a host."""
    out: list[str] = []
    segments = path.split("/")
    for segment in segments[1:]:
        if segment == "..":
            del out[-1:]
        elif segment != ".":
            out.append(segment)
    if segments[-1] in (".", ".."):
        out.append("")
    return "/" + "/".join(out)


def _without_tracking(query: str) -> str:
    return "&".join(pair for pair in query.split("&") if not _is_tracking(pair))


def _is_tracking(pair: str) -> bool:
    name = unquote(pair.partition("=")[0]).lower()
    return name in TRACKING or name.startswith(TRACKING_PREFIXES)


def host_of(url: str) -> str:
    """The host of a URL as people know it, without “www.”."""
    return (urlsplit(url).hostname or "").removeprefix("www.")
