"""Opening an evidence pack that came from anywhere: its files, whole and as they were listed, or one sentence why not.

Nothing is written to the disk, no name in it is used as a path, and no more is unpacked than a pack can hold.
"""

import io
import json
import zipfile
from typing import Any

from blog.errors import Invalid
from blog.sources.packs import files

# The longest payload that this program keeps is 30 MB; the text and its blocks are of the same size at most, twice.
MOST_BYTES = 200_000_000
PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENCRYPTED = 0x1


def open_pack(raw: bytes) -> dict[str, bytes]:
    """The pack's files by name, each with the digest that the manifest gives it. Raises `Invalid` beside file."""
    if len(raw) > MOST_BYTES:
        raise _too_big()
    found = _unzipped(raw)
    for name in files.ALL:
        if name not in found:
            raise altered(f"{name} is missing from it")
    for name in found:
        if name not in files.ALL:
            raise altered(f"{name[:80]!r} was added to it")
    if found[files.MANIFEST_SUM] != files.sum_of(found[files.MANIFEST]):
        raise altered(f"{files.MANIFEST} and the digest in {files.MANIFEST_SUM} do not agree")
    listed = _listed(found[files.MANIFEST])
    for name in files.LISTED:
        if listed.get(name) != {"sha256": files.sha256(found[name]), "bytes": len(found[name])}:
            raise altered(f"{name} is not the file that the manifest lists")
    return found


def altered(what: str) -> Invalid:
    """The refusal of a pack that is not as it was made."""
    return Invalid(f"This evidence pack was altered or damaged: {what}.", field="file")


def _listed(manifest: bytes) -> dict[str, Any]:
    try:
        read = json.loads(manifest)
    except (ValueError, RecursionError) as error:
        raise altered(f"{files.MANIFEST} is not JSON") from error
    if not isinstance(read, dict) or not isinstance(read.get("files"), dict):
        raise altered(f"{files.MANIFEST} lists no files")
    if read.get("format") != files.FORMAT:
        raise Invalid(
            f"This evidence pack is of another format than {files.FORMAT}, the one that this program knows. "
            "Check it with the program that made it, or a newer one.",
            field="file",
        )
    if set(read["files"]) != set(files.LISTED):
        raise altered(f"{files.MANIFEST} lists other files than a pack has")
    return dict(read["files"])


def _unzipped(raw: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return _read(archive)
    except Invalid:
        raise
    except zipfile.BadZipFile as error:
        if "CRC" in str(error):
            raise altered("the bytes of a file in it are not those that were packed") from error
        raise _no_pack() from error
    except (
        Exception
    ) as error:  # the library promises nothing on what it raises for a file that breaks the rules
        raise _no_pack() from error


def _read(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = archive.infolist()
    found: dict[str, bytes] = {}
    room = MOST_BYTES
    for entry in entries[: len(files.ALL) + 1]:  # one more than a pack has is one that was added
        if entry.filename in found:
            raise altered(f"{entry.filename[:80]!r} is in it twice")
        if entry.flag_bits & ENCRYPTED or entry.compress_type not in PACKINGS:
            raise altered(f"{entry.filename[:80]!r} is packed in a way that no evidence pack uses")
        with archive.open(entry) as file:
            content = file.read(room + 1)
        room -= len(content)
        if room < 0:
            raise _too_big()
        found[entry.filename] = content
    return found


def _too_big() -> Invalid:
    return Invalid(
        f"This file holds more than {MOST_BYTES // 1_000_000} MB, so it is no evidence pack. Get the pack again.",
        field="file",
    )


def _no_pack() -> Invalid:
    return Invalid(
        "This is no evidence pack, or not a whole one: it cannot be opened as a zip file. Get it again.",
        field="file",
    )
