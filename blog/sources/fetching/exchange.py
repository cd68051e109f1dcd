"""One request and its answer."""

import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import httpcore

from blog import clock
from blog.sources.fetching.connecting import Dial, Pinned
from blog.sources.fetching.decoding import decoded
from blog.sources.fetching.failures import Cause
from blog.sources.fetching.limits import Account
from blog.sources.fetching.targets import Target

Headers = tuple[tuple[str, str], ...]

# The statuses that name another address for the same thing (RFC 9110 §15.4); the others of 300 do not.
REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for one request; `request_headers` are all that was sent. A redirect's body is not read."""

    target: Target
    request_headers: Headers
    protocol: str
    status: int
    reason: str
    headers: Headers
    body: bytes
    at: datetime

    @property
    def location(self) -> str:
        """Where a redirect leads to, as written; "" where this is none."""
        return header(self.headers, "Location").strip() if self.status in REDIRECTS else ""

    def as_json(self) -> dict[str, Any]:
        """The exchange without the body, as a snapshot keeps it."""
        return {
            "url": self.target.url,
            "method": "GET",
            "request_headers": [list(pair) for pair in self.request_headers],
            "protocol": self.protocol,
            "status": self.status,
            "reason": self.reason,
            "headers": [list(pair) for pair in self.headers],
            "at": self.at.isoformat(),
        }


def header(headers: Headers, name: str) -> str:
    """The first header of that name, whatever its case; "" where there is none."""
    return next((value for key, value in headers if key.lower() == name.lower()), "")


def ask(
    target: Target, headers: Headers, *, addresses: Sequence[str], account: Account, dial: Dial
) -> Answer:
    """GET `target` over a connection of its own to one of `addresses`. Raises FetchFailed."""
    sent = tuple(
        (name, _sendable(value))
        for name, value in (("Host", target.authority), *headers, ("Connection", "close"))
    )
    scheme, host = target.scheme.encode(), target.host.encode()
    url = httpcore.URL(scheme=scheme, host=host, port=target.port, target=target.path.encode())
    request = httpcore.Request(
        b"GET", url, headers=[(name.encode("latin-1"), value.encode("latin-1")) for name, value in sent]
    )
    with _told(account), httpcore.HTTPConnection(
        url.origin, network_backend=Pinned(addresses, account, dial)
    ) as connection:  # fmt: skip
        return _read(connection.handle_request(request), target, sent, account)


def _read(response: httpcore.Response, target: Target, sent: Headers, account: Account) -> Answer:
    if sum(len(name) + len(value) for name, value in response.headers) > account.limits.head:
        raise account.failure(Cause.TOO_BIG)
    answer = Answer(
        target,
        sent,
        response.extensions["http_version"].decode("ascii"),
        response.status,
        response.extensions["reason_phrase"].decode("latin-1"),
        # Latin-1 keeps every byte as it came.
        tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers),
        b"",
        clock.now(),
    )
    if answer.location:
        return answer
    return replace(answer, body=_body(response, answer.headers, account))


def _body(response: httpcore.Response, headers: Headers, account: Account) -> bytes:
    announced = header(headers, "Content-Length")
    if announced.isdecimal() and int(announced) > account.limits.received:
        raise account.failure(Cause.TOO_BIG)
    codings = ",".join(value for name, value in headers if name.lower() == "content-encoding")
    return decoded(response.iter_stream(), codings, account)


def _sendable(value: str) -> str:
    """A header's value with nothing that a header cannot hold."""
    return value.encode("latin-1", "replace").decode("latin-1")


@contextmanager
def _told(account: Account) -> Iterator[None]:
    """What httpcore raises, as FetchFailed."""
    try:
        yield
    except httpcore.TimeoutException:
        raise account.failure(Cause.TIMEOUT) from None
    except httpcore.ConnectError as error:
        is_tls = isinstance(error.__cause__, ssl.SSLError)
        raise account.failure(Cause.TLS if is_tls else Cause.UNREACHABLE) from None
    except (httpcore.NetworkError, httpcore.ProtocolError):
        raise account.failure(Cause.BROKEN) from None
