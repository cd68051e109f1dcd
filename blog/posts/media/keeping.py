"""Keeping an uploaded file: its bytes first, then its row."""

import hashlib
import secrets
from dataclasses import dataclass
from pathlib import PurePosixPath

import sqlalchemy as sa
from slugify import slugify

from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.errors import Invalid, TooLarge
from blog.extensions import db
from blog.posts.media.encoding import Opened, open_file
from blog.posts.media.kinds import PDF, media_type
from blog.posts.media.models import KEY_BYTES, NAME_LIMIT, TITLE_LIMIT, File, FileKind
from blog.storage import current_storage
from blog.transactions import take_turn_at
from blog.typed import one_line

MIB = 1024**2
# A photograph as a camera writes it is some 15 MiB.
FILE_LIMIT = 20 * MIB
FOLDER = "media"
# Room in a name for a dot and its extension.
EXTENSION = 5


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that was opened and whose bytes are kept, not yet in the library."""

    file: File
    is_new: bool


def prepare(raw: bytes, filename: str) -> Prepared:
    """Open an uploaded file and keep what is made of it; slow, so outside of `writing()`.

    The same bytes again come to the file that is there. Raises `Invalid` beside file, or `TooLarge`.
    """
    if len(raw) > FILE_LIMIT:
        raise TooLarge(
            f"This file has {len(raw) / MIB:.0f} MiB; at most {FILE_LIMIT // MIB} are taken.", field="file"
        )
    if not raw:
        raise Invalid("This file is empty.", field="file")
    sha256 = hashlib.sha256(raw).hexdigest()
    known = _known(sha256)
    if known is not None:
        return Prepared(known, is_new=False)
    kind = media_type(raw)
    opened = open_file(raw, kind)
    file = _pdf(raw, opened) if kind == PDF else _picture(opened)
    file.key, file.sha256 = secrets.token_hex(KEY_BYTES), sha256
    file.title = one_line(filename)[:TITLE_LIMIT] or file.name
    file.name = name_of(filename, file.name)
    _keep_bytes(file, raw, opened)
    return Prepared(file, is_new=True)


def keep(prepared: Prepared, *, by: User) -> File:
    """Take a prepared file into the library; the one that is there, where somebody else kept the same meanwhile."""
    by.require(Act.WRITE)
    take_turn_at("files")
    known = _known(prepared.file.sha256)
    if known is not None:
        return known
    prepared.file.uploaded_by_id = by.id
    db.session.add(prepared.file)
    db.session.flush()
    return prepared.file


def discard(prepared: Prepared) -> None:
    """Forget the bytes of what did not come into the library, or came into it by somebody else's hand."""
    if prepared.is_new:
        forget(stored_names(prepared.file))


def forget(names: list[str]) -> None:
    """Delete kept bytes."""
    for name in names:
        current_storage().delete(name)


def stored_names(file: File) -> list[str]:
    """Under which names its bytes are kept."""
    if file.kind is FileKind.PDF:
        return [f"{FOLDER}/{file.key}/original.pdf"]
    return [f"{FOLDER}/{file.key}/{width}.{kind}" for width, _, kind, _ in file.variants]


def name_of(filename: str, fallback: str) -> str:
    """The name that stands in the address: small letters, with the extension of `fallback`."""
    extension = PurePosixPath(fallback).suffix
    stem = slugify(PurePosixPath(filename.replace("\\", "/")).stem, max_length=NAME_LIMIT - EXTENSION)
    # All digits would be the address of a size.
    return f"{PurePosixPath(fallback).stem if not stem or stem.isdigit() else stem}{extension}"


def _known(sha256: str) -> File | None:
    return db.session.scalar(sa.select(File).where(File.sha256 == sha256))


def _picture(opened: Opened) -> File:
    width, height, kind, size = opened.variants[-1]  # the last is the widest in the plain format
    return File(
        kind=FileKind.PICTURE,
        name=f"picture.{kind}",
        byte_count=size,
        width=width,
        height=height,
        variants=opened.variants,
    )


def _pdf(raw: bytes, opened: Opened) -> File:
    return File(
        kind=FileKind.PDF, name="document.pdf", byte_count=len(raw), variants=[], page_count=opened.page_count
    )


def _keep_bytes(file: File, raw: bytes, opened: Opened) -> None:
    contents = opened.contents or [raw]
    for name, content in zip(stored_names(file), contents, strict=True):
        current_storage().put(name, content)
