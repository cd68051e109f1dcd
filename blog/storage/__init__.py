"""Bytes kept by name, in a folder or in a bucket of S3 or its kin: which of the two only `MEDIA_URL` says.

What is put is there whole or not at all, also when two put the same name at once or the machine stops halfway.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from flask import current_app

from blog.config import Settings
from blog.errors import Unavailable
from blog.storage.files import Files

EXTENSION = "rejoinder-storage"
PROBE, PROBE_BYTES = "probe", b"Can this be written, read and deleted?\n"


class Storage(Protocol):
    """What both kinds do. Each raises `Unavailable` where the folder or the bucket cannot be used, and `ValueError`
    for a name that is none (`blog.storage.names`).
    """

    def put(self, name: str, content: bytes) -> None:
        """Keep `content` under `name`, in place of what was there."""

    def get(self, name: str) -> bytes:
        """What was put. Raises `FileNotFoundError` where there is nothing."""

    def has(self, name: str) -> bool:
        """Whether something is kept under `name`."""

    def delete(self, name: str) -> None:
        """Keep it no longer; where there is nothing, nothing happens."""

    def names(self) -> Iterator[str]:
        """The names of all that is kept, sorted: for backups and checks."""


def open_storage(settings: Settings) -> Storage:
    """The storage that the settings name. Nothing is made or asked for yet."""
    parts = urlsplit(settings.media_url)
    if parts.scheme == "file":
        return Files(Path(unquote(parts.path)))
    # Loading it takes a third of a second, which no site on files should wait.
    from blog.storage.bucket import Bucket

    return Bucket(parts.netloc, parts.path.strip("/"), settings.s3)


def current_storage() -> Storage:
    """The application's storage: one for all of its threads."""
    storage: Storage | None = current_app.extensions.get(EXTENSION)
    if storage is None:
        storage = current_app.extensions[EXTENSION] = open_storage(current_app.config["SETTINGS"])
    return storage


def check(storage: Storage) -> None:
    """Write, read and delete a few bytes: for the start and for `doctor`. Raises `Unavailable`."""
    storage.put(PROBE, PROBE_BYTES)
    if storage.get(PROBE) != PROBE_BYTES:
        raise Unavailable("What is kept in MEDIA_URL comes back as something else. Look at what serves it.")
    storage.delete(PROBE)
