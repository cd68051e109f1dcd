from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

import httpcore
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blog.sources.fetching import guard
from blog.sources.fetching.client import fetch
from blog.sources.fetching.failures import Cause, FetchFailed
from blog.sources.fetching.limits import LIMITS, Account
from blog.sources.fetching.targets import Target
from tests.sources.fetching.site import PUBLIC, names

NOT_PUBLIC_4 = """
    0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24
    192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 168.63.129.16/32
""".split()  # noqa: SIM905 - a table
NOT_PUBLIC_6 = """
    ::/96 ::ffff:0:0/96 ::ffff:0:0:0/96 64:ff9b:1::/48 100::/64 2001::/32 2001:2::/48 2001:10::/28 2001:20::/28
    2001:db8::/32 2002::/16 3fff::/20 5f00::/16 fc00::/7 fd00:ec2::/32 fe80::/10 fec0::/10 ff00::/8 4000::/2
""".split()  # noqa: SIM905 - a table

not_public_4 = st.one_of(
    [
        st.integers(int(network[0]), int(network[-1])).map(IPv4Address)
        for network in map(IPv4Network, NOT_PUBLIC_4)
    ]
)
not_public_6 = st.one_of(
    [
        st.integers(int(network[0]), int(network[-1])).map(IPv6Address)
        for network in map(IPv6Network, NOT_PUBLIC_6)
    ]
)


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1", PUBLIC, "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "192.88.98.1",
        "223.255.255.254",
        "2606:4700::1111", "2a00:1450:4001:80f::200e", "2001:4860:4860::8888", "2001:200::1", "2400:cb00::1",
        "64:ff9b::1.1.1.1",
    ],
)  # fmt: skip
def test_the_public_internet_is_open(address: str) -> None:
    assert guard.is_public(address)


@settings(deadline=None)
@given(not_public_4 | not_public_6)
def test_what_is_not_public_is_closed(address: IPv4Address | IPv6Address) -> None:
    assert not guard.is_public(str(address))


@pytest.mark.parametrize(
    "address", ["", "localhost", "127.1", "fe80::1%eth0", "2606:4700::1%eth0", "1.1.1.1/32", "2130706433"]
)
def test_what_is_no_plain_address_is_closed(address: str) -> None:
    assert not guard.is_public(address)


def _wrapped(inside: IPv4Address) -> list[IPv6Address]:
    """The forms of IPv6 that lead, or once led, to an IPv4 address."""
    bits = int(inside)
    prefixes = ("::", "::ffff:0:0", "::ffff:0:0:0", "64:ff9b::", "64:ff9b:1::", "2a00:1:2:3:0:5efe::",
                "2a00:1:2:3:200:5efe::", "fe80::5efe:0:0")  # fmt: skip
    last = [IPv6Address(int(IPv6Address(prefix)) | bits) for prefix in prefixes]
    six_to_four = IPv6Address(0x2002 << 112 | bits << 80 | 1)
    teredo = IPv6Address(0x20010000 << 96 | int(IPv4Address(PUBLIC)) << 64 | bits ^ 0xFFFFFFFF)
    return [*last, six_to_four, teredo]


@settings(deadline=None)
@given(not_public_4)
def test_no_wrapping_opens_what_is_closed(inside: IPv4Address) -> None:
    assert not any(guard.is_public(str(address)) for address in _wrapped(inside))


def _number(value: int, base: str) -> str:
    return {
        "d": f"{value}",
        "o": f"0{value:o}",
        "O": f"{value:012o}",
        "x": f"0x{value:x}",
        "X": f"0X{value:08X}",
    }[base]


@st.composite
def spellings(draw: st.DrawFn) -> str:
    """A closed address as inet_aton(3) and browsers read it: one to four numbers, each in a base of its own."""
    octets = list(draw(not_public_4).packed)
    count = draw(st.integers(1, 4))
    values = [*octets[: count - 1], int.from_bytes(octets[count - 1 :], "big")]
    host = ".".join(_number(value, draw(st.sampled_from("doOxX"))) for value in values)
    return draw(
        st.sampled_from(
            [host, host + ".", host.translate(_FULL_WIDTH), host.replace(".", "。"), _escaped(host)]
        )
    )


_FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


def _escaped(host: str) -> str:
    return "".join(f"%{ord(char):02x}" for char in host)


def _unreachable(address: str, port: int, seconds: float) -> httpcore.NetworkStream:
    raise AssertionError(f"{address}:{port} was dialled")


def _refusal(url: str, resolve: guard.Resolve = guard.system_resolve) -> FetchFailed:
    with pytest.raises(FetchFailed) as refused:
        fetch(url, agent="Rejoinder/0", resolve=resolve, dial=_unreachable)
    assert refused.value.field == "url"
    return refused.value


@settings(deadline=None)
@given(spellings(), st.sampled_from(["http", "https"]), st.sampled_from(["", ":80", ":443"]))
def test_no_spelling_of_a_closed_address_is_opened(host: str, scheme: str, port: str) -> None:
    assert _refusal(f"{scheme}://{host}{port}/").cause in (Cause.NOT_ALLOWED, Cause.BAD_ADDRESS)


@settings(deadline=None)
@given(
    not_public_4.map(_wrapped).flatmap(st.sampled_from) | not_public_6,
    st.sampled_from(["compressed", "exploded"]),
)
def test_no_spelling_of_a_closed_ipv6_address_is_opened(address: IPv6Address, spelling: str) -> None:
    assert _refusal(f"http://[{getattr(address, spelling)}]/").cause is Cause.NOT_ALLOWED


@settings(deadline=None)
@given(spellings().filter(lambda host: host.isascii() and "%" not in host and not host.endswith(".")))
def test_the_systems_own_reading_of_a_number_is_checked_too(host: str) -> None:
    account = Account(LIMITS, "here")
    with pytest.raises(FetchFailed) as refused:
        guard.addresses(
            Target("http", host, 80, "/"), allow=(), resolve=guard.system_resolve, account=account
        )
    assert refused.value.cause is Cause.NOT_ALLOWED


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/", "http://LOCALHOST./", "http://127.0.0.1/", "http://127.0.0.1./", "http://[::1]/", "http://[::]/",
        "http://0.0.0.0/", "http://[0:0:0:0:0:0:0:1]:80/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/",
        "http://[::127.0.0.1]/", "http://[64:ff9b::127.0.0.1]/", "http://[fe80::1]/", "http://169.254.169.254/latest/",
        "http://[fd00:ec2::254]/", "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/",
    ],
)  # fmt: skip
def test_loopback_and_link_local_are_refused_and_the_way_round_told(url: str) -> None:
    refused = _refusal(url)
    assert refused.cause is Cause.NOT_ALLOWED
    assert "is not on the public internet" in refused.message
    assert refused.message.endswith("Paste the text, upload the page as a file, or use the bookmarklet.")


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://2130706433/", "a number for a host"), ("http://017700000001/", "a number for a host"),
        ("http://0x7f000001/", "a number for a host"), ("http://127.1/", "a number for a host"),
        ("http://0177.0.0.1/", "a number for a host"), ("http://0x7f.0.0.1/", "a number for a host"),
        ("http://127.0.0.1.nip.1/", "a number for a host"), ("http://127%2e0%2e0%2e1/", "no host"),
        ("http://[fe80::1%25eth0]/", "no host"), ("http://[::1/", "cannot be read"), ("http:///etc", "no host"),
        ("http://harbourline.example@127.0.0.1/", "user name"),
        ("http://ines:secret@harbourline.example/", "user name"),
        ("http://harbourline.example\\@127.0.0.1/", "backslash"), ("http:\\\\127.0.0.1/", "backslash"),
        ("file:///etc/passwd", "http:// or https://"), ("gopher://127.0.0.1:6379/_x", "http:// or https://"),
        ("ftp://harbourline.example/", "http:// or https://"), ("data:text/html,x", "http:// or https://"),
        ("javascript:alert(1)", "http:// or https://"), ("harbourline.example", "http:// or https://"),
        ("http://harbourline.example:0/", "port 0"), ("http://harbourline.example:70000/", "port"),
        ("http://harbourline.example/\r\nHost: x", "control"), ("", "Give the address"),
    ],
)  # fmt: skip
def test_what_is_no_web_address_is_refused_as_such(url: str, says: str) -> None:
    refused = _refusal(url)
    assert refused.cause is Cause.BAD_ADDRESS
    assert says in refused.message


@pytest.mark.parametrize("port", [1, 22, 25, 81, 3306, 6379, 8000, 8080, 65535])
def test_ports_beside_the_webs_are_refused_before_any_look_up(port: int) -> None:
    def resolve(host: str) -> list[str]:
        raise AssertionError(host)

    refused = _refusal(f"https://harbourline.example:{port}/", resolve)
    assert refused.cause is Cause.PORT
    assert "another port than the web’s own, 80 and 443" in refused.message
    assert refused.message.endswith("use the bookmarklet.")


@pytest.mark.parametrize("private", ["127.0.0.1", "10.1.2.3", "fd00::1", "::ffff:10.1.2.3", "not an address"])
def test_one_private_address_among_public_ones_closes_the_name(private: str) -> None:
    for found in ([PUBLIC, private], [private, PUBLIC]):
        refused = _refusal("https://harbourline.example/", names({"harbourline.example": found}))
        assert refused.cause is Cause.NOT_ALLOWED
        assert "“harbourline.example” is not on the public internet" in refused.message
        assert private not in refused.message


@pytest.mark.parametrize(
    ("allow", "url", "is_open"),
    [
        ("127.0.0.1:8000", "http://127.0.0.1:8000/", True),
        ("127.0.0.1:8000", "http://127.0.0.1:80/", False),
        ("127.0.0.1:8000", "http://127.0.0.2:8000/", False),
        ("127.0.0.1:80", "http://127.0.0.1/", True),
        ("127.0.0.1:443", "https://127.0.0.1/", True),
        ("127.0.0.1:443", "http://127.0.0.1/", False),
        ("[::1]:8000", "http://[0::1]:8000/", True),
        ("[0:0::1]:8000", "http://[::1]:8000/", True),
        ("Press.Intern.Example:8080", "http://press.intern.example.:8080/", True),
        ("intern.example:8080", "http://press.intern.example:8080/", False),
    ],
)
def test_a_pair_of_host_and_port_in_the_settings_is_open(allow: str, url: str, is_open: bool) -> None:
    dialled: list[str] = []

    def dial(address: str, port: int, seconds: float) -> httpcore.NetworkStream:
        dialled.append(address)
        raise httpcore.ConnectError

    with pytest.raises(FetchFailed) as refused:
        fetch(url, agent="Rejoinder/0", allow=[allow], resolve=lambda host: ["10.0.0.1"], dial=dial)
    assert (refused.value.cause is Cause.UNREACHABLE) == is_open
    assert dialled == (["10.0.0.1"] if is_open else [])
