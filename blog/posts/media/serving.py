"""The bytes behind an address of a file, and what they are."""

from blog.errors import NotFound
from blog.posts.media.keeping import FOLDER, stored_names
from blog.posts.media.models import File, FileKind
from blog.storage import current_storage

MEDIA_TYPES = {
    "avif": "image/avif",
    "webp": "image/webp",
    "jpg": "image/jpeg",
    "png": "image/png",
    "pdf": "application/pdf",
}


def read(file: File, name: str) -> tuple[bytes, str]:
    """What stands at `name` of the file's addresses: its own, or one of its sizes; and the media type.

    Raises `NotFound`.
    """
    wanted = stored_names(file)[-1] if name == file.name else f"{FOLDER}/{file.key}/{name}"
    if wanted not in stored_names(file) or (file.kind is FileKind.PDF and name != file.name):
        raise NotFound("There is no file at this address.")
    try:
        return current_storage().get(wanted), MEDIA_TYPES[wanted.rpartition(".")[2]]
    except FileNotFoundError:
        raise NotFound("This file is not kept any more.") from None


def address(file: File, width: int, kind: str) -> str:
    """The address of one size."""
    return f"/media/{file.key}/{width}.{kind}"
