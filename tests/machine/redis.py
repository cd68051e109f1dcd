"""A Redis of our own, which writes nothing to disk."""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from redis import Redis, RedisError

from tests.machine import packages
from tests.machine.servers import free_port, private_folder, running, unprivileged

PACKAGE = "redis-server"


def find() -> str | None:
    return shutil.which("redis-server") or shutil.which("valkey-server")


def get() -> str | None:
    """The program, installed where it is missing and we may."""
    return find() or (find() if packages.install(PACKAGE) else None)


@contextmanager
def private_redis(program: str) -> Iterator[str]:
    """Run it; gives its URL. Only who has the password gets in."""
    user, port, password = unprivileged("redis"), free_port(), secrets.token_hex(16)
    url = f"redis://:{password}@127.0.0.1:{port}/0"
    with private_folder("redis", user) as folder:
        settings = folder / "redis.conf"
        lines = ["bind 127.0.0.1", f"port {port}", f"requirepass {password}", 'save ""', "appendonly no"]
        settings.write_text("\n".join([*lines, f"dir {folder}", ""]))
        settings.chmod(0o600)
        if user:
            shutil.chown(settings, user)
        with running([program, settings], user=user, folder=folder, is_up=lambda: _answers(url)):
            yield url


def _answers(url: str) -> bool:
    with suppress(RedisError), Redis.from_url(url) as client:
        return bool(client.ping())
    return False
