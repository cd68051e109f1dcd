"""A web site of a test's own on loopback: real sockets, and answers down to the byte."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress

import httpcore

from blog.sources.fetching.connecting import Dial, dial
from blog.sources.fetching.guard import Resolve

# The path asked for → the bytes of the answer, its head included, in the pieces that they are sent in.
Pages = Callable[[str], bytes | Iterable[bytes]]
# Public, and answering nobody here: no test leaves this machine.
PUBLIC = "93.184.215.14"


class Site:
    """What was asked of it is in `requests`, as it came; `pieces` of an answer may wait for `is_over`."""

    def __init__(self, pages: Pages, tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[bytes] = []
        self.is_over = threading.Event()
        self._pages = pages
        self._tls = tls
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.allow = (f"127.0.0.1:{self.port}",)
        self._threads = [threading.Thread(target=self._serve)]

    def __enter__(self) -> "Site":
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self.is_over.set()
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for thread in self._threads:
            thread.join(5)

    def drip(self, data: bytes) -> Iterator[bytes]:
        """`data` a byte at a time, for ever if need be, at a pace that no timeout of a single read would end."""
        for byte in data:
            if self.is_over.wait(0.02):
                return
            yield bytes([byte])

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._answer, args=(connection,))
            self._threads.append(thread)
            thread.start()

    def _answer(self, connection: socket.socket) -> None:
        connection.settimeout(5)
        with suppress(OSError), self._secured(connection) as connection:
            request = b""
            while not _is_whole(request) and (more := connection.recv(65536)):
                request += more
            self.requests.append(request)
            path = request.split(b" ")[1].decode("latin-1") if request.count(b" ") > 1 else ""
            answer = self._pages(path)
            for piece in [answer] if isinstance(answer, bytes) else answer:
                connection.sendall(piece)

    def _secured(self, connection: socket.socket) -> socket.socket:
        if self._tls is None:
            return connection
        try:
            return self._tls.wrap_socket(connection, server_side=True)
        finally:
            connection.close()  # detached where the handshake went well


def _is_whole(request: bytes) -> bool:
    """A head has ended; or this is a greeting in TLS, to a site that speaks none."""
    return b"\r\n\r\n" in request or request.startswith(b"\x16")


def answer(
    body: bytes = b"", media_type: str = "text/html; charset=utf-8", *, status: str = "200 OK", **headers: str
) -> bytes:
    """A whole answer; a keyword `last_modified` is the header Last-Modified."""
    pairs = {"Content-Type": media_type, "Content-Length": str(len(body))}
    pairs |= {name.replace("_", "-").title(): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in pairs.items() if value)
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


def moved(location: str, status: str = "302 Found") -> bytes:
    return answer(b"", "", status=status, location=location)


def names(hosts: Mapping[str, Iterable[str]]) -> Resolve:
    """A resolver that knows these hosts only."""
    return lambda host: list(hosts.get(host, ()))


@contextmanager
def one_site(pages: Pages, tls: ssl.SSLContext | None = None) -> Iterator[tuple[Site, Dial, list[str]]]:
    """A site that stands for the whole internet: what dials any address reaches it, and the addresses are told."""
    dialled: list[str] = []
    with Site(pages, tls) as site:

        def reach(address: str, port: int, seconds: float) -> httpcore.NetworkStream:
            dialled.append(f"{address}:{port}")
            return dial("127.0.0.1", site.port, seconds)

        yield site, reach, dialled
