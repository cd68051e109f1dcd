"""Connections to checked addresses only, each read and write of which ends when the fetch's time or bytes do.

httpcore asks its network backend for a connection to a host; ours knows the addresses already and looks nothing up,
so what was checked is what is connected to. The name stays in the Host header, and in TLS as SNI and as what the
certificate must prove.
"""

import ssl
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import httpcore

from blog.sources.fetching.failures import Cause
from blog.sources.fetching.limits import Account

# (address, port, seconds) → a stream; raises httpcore.ConnectError or ConnectTimeout.
Dial = Callable[[str, int, float], httpcore.NetworkStream]


def dial(address: str, port: int, seconds: float) -> httpcore.NetworkStream:
    """A TCP connection to an address that is a number."""
    return httpcore.SyncBackend().connect_tcp(address, port, timeout=seconds)


class Pinned(httpcore.NetworkBackend):
    """Connects to one of `addresses`, whatever host it is asked for."""

    def __init__(self, addresses: Sequence[str], account: Account, dial: Dial) -> None:
        self._addresses = addresses
        self._account = account
        self._dial = dial

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """The first that answers; those still to be tried share the time that is left."""
        for waiting, address in zip(range(len(self._addresses), 0, -1), self._addresses, strict=True):
            try:
                stream = self._dial(address, port, self._account.seconds_left() / waiting)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if waiting == 1:
                    raise
            else:
                return _Counted(stream, self._account)
        raise self._account.failure(Cause.NO_SUCH_NAME)


class _Counted(httpcore.NetworkStream):
    """A stream that counts what it receives and gives each call only the time that the whole fetch has left.

    A timeout of each read by itself would never end on a server that sends a byte now and then.
    """

    def __init__(self, stream: httpcore.NetworkStream, account: Account) -> None:
        self._stream = stream
        self._account = account

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._stream.read(max_bytes, self._account.seconds_left())
        self._account.receive(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._account.seconds_left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._account.seconds_left())
        return _Counted(secured, self._account)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
