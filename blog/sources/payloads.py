"""The bytes of captures: content-addressed by SHA-256, compressed, as files below `MEDIA_URL`."""

import gzip
import hashlib
import os
import tempfile
from pathlib import Path

from flask import current_app


def keep(payload: bytes) -> str:
    """Keep `payload` and return its SHA-256 in hex. What is already there is not written again."""
    digest = hashlib.sha256(payload).hexdigest()
    path = _path(digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(path, gzip.compress(payload, mtime=0))
    return digest


def read(digest: str) -> bytes:
    """The payload whose SHA-256 is `digest`. Raises `FileNotFoundError`, or `ValueError` for a damaged one."""
    payload = gzip.decompress(_path(digest).read_bytes())
    if hashlib.sha256(payload).hexdigest() != digest:
        raise ValueError(f"The kept payload {digest} is damaged")
    return payload


def forget(digest: str) -> None:
    """Delete the payload: for takedowns and the demo. Its row keeps the digest."""
    _path(digest).unlink(missing_ok=True)


def _path(digest: str) -> Path:
    folder: Path = current_app.config["SETTINGS"].media_dir
    return folder / "payloads" / digest[:2] / f"{digest}.gz"


def _write_whole(path: Path, content: bytes) -> None:
    """Write beside `path`, make it last, and move it there: no reader ever sees half a file."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(file.name, path)
