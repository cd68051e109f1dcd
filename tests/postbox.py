"""A mail server on this machine that keeps what it gets."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword


class Postbox:
    """A mail server's handler that keeps what it gets, unless told to refuse."""

    def __init__(self) -> None:
        self.received: list[Any] = []
        self.refusal = ""

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if self.refusal:
            return self.refusal
        self.received.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


def only_the_operator(_server: Any, _session: Any, _envelope: Any, _mechanism: str, auth: Any) -> AuthResult:
    good = LoginPassword(b"operator@mail", b"pass:word")
    return AuthResult(success=auth == good, handled=False)


@contextmanager
def running_postbox() -> Iterator[tuple[Postbox, str]]:
    """The postbox and its `host:port`, until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    box = Postbox()
    server = Controller(
        box, hostname="127.0.0.1", port=port, authenticator=only_the_operator, auth_require_tls=False
    )
    server.start()
    try:
        yield box, f"127.0.0.1:{port}"
    finally:
        server.stop()
