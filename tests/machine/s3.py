"""A server that speaks S3, of our own, which keeps everything in memory (moto)."""

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.machine.servers import free_port, private_folder, running


@contextmanager
def private_s3() -> Iterator[str]:
    """Run it; gives its address. It lets everyone in."""
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with (
        private_folder("s3", None) as folder,
        running(command, user=None, folder=folder, is_up=lambda: _answers(port)),
    ):
        yield f"http://127.0.0.1:{port}"


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
