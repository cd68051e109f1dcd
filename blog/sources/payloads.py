"""The bytes of captures: content-addressed by SHA-256, compressed, in the storage of `MEDIA_URL`."""

import gzip
import hashlib
import zlib

from blog.storage import current_storage

FOLDER = "payloads"


def keep(payload: bytes) -> str:
    """Keep `payload` and return its SHA-256 in hex.

    What is there whole is not written again. What is there and damaged is: these are its bytes.
    """
    digest = hashlib.sha256(payload).hexdigest()
    if not _is_whole(digest):
        current_storage().put(_name(digest), gzip.compress(payload, mtime=0))
    return digest


def read(digest: str) -> bytes:
    """The payload whose SHA-256 is `digest`. Raises `FileNotFoundError`, or `ValueError` for a damaged one."""
    try:
        payload = gzip.decompress(current_storage().get(_name(digest)))
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ValueError(f"The kept payload {digest} is damaged") from error
    if hashlib.sha256(payload).hexdigest() != digest:
        raise ValueError(f"The kept payload {digest} is damaged")
    return payload


def forget(digest: str) -> None:
    """Delete the payload: for takedowns and the demo. Its row keeps the digest."""
    current_storage().delete(_name(digest))


def kept() -> set[str]:
    """The digests of all payloads that are there, damaged ones among them: for checks."""
    names = (name.split("/") for name in current_storage().names())
    return {parts[-1].removesuffix(".gz") for parts in names if parts[0] == FOLDER}


def _is_whole(digest: str) -> bool:
    try:
        read(digest)
    except (FileNotFoundError, ValueError):
        return False
    return True


def _name(digest: str) -> str:
    return f"{FOLDER}/{digest[:2]}/{digest}.gz"
