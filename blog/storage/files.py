"""Kept bytes as files of one folder."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from blog.errors import Unavailable
from blog.storage.names import checked

# Of files that are being written; no name begins so.
UNFINISHED = "."


class Files:
    """The storage of `file:///…`. The folder is made when the first thing is kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, name: str, content: bytes) -> None:
        path = self._path(name)
        with self._told():
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(path, content)

    def get(self, name: str) -> bytes:
        with self._told():
            return self._path(name).read_bytes()

    def has(self, name: str) -> bool:
        with self._told():
            return self._path(name).is_file()

    def delete(self, name: str) -> None:
        with self._told():
            self._path(name).unlink(missing_ok=True)

    def names(self) -> Iterator[str]:
        paths = (path for path in self._folder.rglob("*") if path.is_file())
        found = (path.relative_to(self._folder) for path in paths if not path.name.startswith(UNFINISHED))
        yield from sorted(path.as_posix() for path in found)

    def _path(self, name: str) -> Path:
        return self._folder / checked(name)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Tell the system's refusals in a sentence; that a file is not there is no refusal."""
        try:
            yield
        except (FileNotFoundError, Unavailable):
            raise
        except OSError as error:
            raise Unavailable(
                f"The folder of kept copies cannot be used ({error.strerror}). Nothing was stored. "
                "The operator finds it in MEDIA_URL."
            ) from error


def _write_whole(path: Path, content: bytes) -> None:
    """Write beside `path`, make it last, and move it there: no reader ever sees half a file."""
    descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=UNFINISHED)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise
    _make_last(path.parent)


def _make_last(folder: Path) -> None:
    """Write the folder's own entry to the disk: only then does a renamed file outlast a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
