"""Which addresses this server may be sent to by what somebody typed, or by what a page redirects to.

Everything that the IANA registries of special-purpose addresses (RFC 6890) do not call globally reachable is
refused, and so are the forms of IPv6 that carry an IPv4 address inside: they are ways around the rule, not ways to
a web site. The one exception is 64:ff9b::/96 (RFC 6052), which is how a network without IPv4 reaches every site
that has nothing else: there the address inside decides.
"""

import ipaddress
import queue
import socket
import threading
from collections.abc import Callable, Collection, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

from blog.sources.fetching.failures import Cause
from blog.sources.fetching.limits import Account
from blog.sources.fetching.targets import Target
from blog.sources.urls import DEFAULT_PORTS

# Host → every address it has, as text; raises OSError or gives none where it has no address.
Resolve = Callable[[str], Sequence[str]]

# The web's own. Other ports are where databases, caches and consoles listen.
PORTS = frozenset(DEFAULT_PORTS.values())

_NOT_PUBLIC_4 = tuple(
    IPv4Network(network)
    for network in """
    0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24
    192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4
    168.63.129.16/32
    """.split()  # noqa: SIM905 - the last is how a machine in Azure reaches its host, by a public number
)
# Global unicast is what IANA has begun to give out; everything beside it is link-local, private or nobody's.
_GLOBAL_6 = IPv6Network("2000::/3")
# Protocol assignments with Teredo, documentation twice, 6to4.
_NOT_PUBLIC_6 = tuple(
    IPv6Network(network) for network in ("2001::/23", "2001:db8::/32", "3fff::/20", "2002::/16")
)
_NAT64 = IPv6Network("64:ff9b::/96")
# ISATAP (RFC 5214 §6.1): the lower half begins with 0000:5efe or 0200:5efe and ends with an IPv4 address.
_ISATAP = (0x00005EFE, 0x02005EFE)


def is_public(address: str) -> bool:
    """Whether a resolved address may be connected to; False for what is no address at all."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, IPv4Address):
        return _is_public_4(parsed)
    return parsed.scope_id is None and _is_public_6(parsed)


def _is_public_4(address: IPv4Address) -> bool:
    return address.is_global and not any(address in network for network in _NOT_PUBLIC_4)


def _is_public_6(address: IPv6Address) -> bool:
    if address in _NAT64:
        return _is_public_4(IPv4Address(int(address) & 0xFFFFFFFF))
    if (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
        return False
    is_global = address in _GLOBAL_6 and address.is_global
    return is_global and not any(address in network for network in _NOT_PUBLIC_6)


def system_resolve(host: str) -> list[str]:
    """Every A and AAAA address that this machine's resolver has for a host, in its order."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def addresses(target: Target, *, allow: Collection[str], resolve: Resolve, account: Account) -> Sequence[str]:
    """The addresses that a connection to `target` may be made to, looked up once.

    Raises FetchFailed: PORT, NO_SUCH_NAME, TIMEOUT, and NOT_ALLOWED if any of them is not public. A pair of host and
    port in `allow` (FETCH_ALLOW) passes whatever its port and addresses are.
    """
    is_allowed = is_named(target, allow)
    if not is_allowed and target.port not in PORTS:
        raise account.failure(Cause.PORT)
    found = _within(account, lambda: resolve(target.host))
    if not found:
        raise account.failure(Cause.NO_SUCH_NAME)
    if not is_allowed and not all(map(is_public, found)):
        raise account.failure(Cause.NOT_ALLOWED)
    return found


def is_named(target: Target, allow: Collection[str]) -> bool:
    """Whether `allow` has this host and port, however its "host:port" is spelled."""
    pairs = (pair.rpartition(":") for pair in allow)
    return any(
        port.isdecimal() and int(port) == target.port and _plain(host) == target.host
        for host, _, port in pairs
    )


def _plain(host: str) -> str:
    host = host.strip("[]").lower().removesuffix(".")
    try:
        return ipaddress.ip_address(host).compressed
    except ValueError:
        return host


def _within(account: Account, look_up: Callable[[], Sequence[str]]) -> Sequence[str]:
    """What `look_up` gives; the system's resolver takes no deadline, so it is waited for and left behind."""
    answer: queue.SimpleQueue[Sequence[str]] = queue.SimpleQueue()

    def put() -> None:
        try:
            answer.put(look_up())
        except (OSError, UnicodeError):
            answer.put(())

    threading.Thread(target=put, name="look-up", daemon=True).start()
    try:
        return answer.get(timeout=account.seconds_left())
    except queue.Empty:
        raise account.failure(Cause.TIMEOUT) from None
