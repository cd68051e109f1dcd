"""The files of an evidence pack: their names, and how the plain ones are written."""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

FORMAT = "rejoinder-evidence-pack/1"
README, MANIFEST, MANIFEST_SUM = "README.txt", "manifest.json", "manifest.sha256"
WARC, TEXT, BLOCKS = "copy.warc", "text.txt", "blocks.json"
SELECTORS, LOG = "selectors.jsonld", "verification.json"
# What the manifest names, with the digest of each.
LISTED = (README, WARC, TEXT, BLOCKS, SELECTORS, LOG)
ALL = (README, MANIFEST, MANIFEST_SUM, *LISTED[1:])
# The earliest moment that a zip file can name: a pack's bytes tell nothing of when it was packed.
NO_MOMENT = (1980, 1, 1, 0, 0, 0)
READABLE = 0o100644 << 16
UNIX = 3


def as_json(value: Any) -> bytes:
    """A value of JSON as people and programs can read it, the same bytes for the same value."""
    return (json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n").encode()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def sum_of(manifest: bytes) -> bytes:
    """The line that `sha256sum --check` reads."""
    return f"{sha256(manifest)}  {MANIFEST}\n".encode()


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files in one zip file, in the order of `ALL`, stored without packing: so each byte of it follows from them,
    whatever library wrote it.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in ALL:
            entry = zipfile.ZipInfo(name, NO_MOMENT)
            entry.external_attr, entry.create_system = READABLE, UNIX
            archive.writestr(entry, files[name])
    return out.getvalue()
