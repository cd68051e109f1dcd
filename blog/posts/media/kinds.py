"""What an uploaded file is, by its first bytes: what its name or its sender says counts for nothing."""

import re

from blog.embed.players.thumbnails import picture_type
from blog.errors import Invalid

PDF = "application/pdf"
# A PDF may have a few bytes before its header (ISO 32000-1, implementation note 13).
PDF_WITHIN = 1024
# An SVG's element may stand behind a declaration, comments and a document type.
SVG = re.compile(rb"<svg[\s/>]|<!DOCTYPE\s+svg", re.IGNORECASE)
SVG_WITHIN = 4096
GZIP = b"\x1f\x8b"
# Brands of ISO base media files (ISO/IEC 14496-12): HEIF with pictures that only some browsers know; AVIF that moves,
# which is refused as such once it is opened.
HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
MOVING = b"avis"

TAKEN = "JPEG, PNG, WebP, AVIF or GIF for a picture, PDF for anything to be read"
NO_SVG = "An SVG file can hold scripts, so none is taken. Save it as PNG, at twice the size it is shown at."
NO_HEIC = "Most browsers cannot show this format (HEIC). Save it as JPEG, as telephones do when they share a picture."


def media_type(raw: bytes) -> str:
    """The media type of what can be kept. Raises `Invalid` beside file, with what to do, for anything else."""
    known = picture_type(raw)
    if known:
        return known
    if b"%PDF-" in raw[:PDF_WITHIN]:
        return PDF
    if raw.startswith(GZIP) or SVG.search(raw[:SVG_WITHIN]):
        raise Invalid(NO_SVG, field="file")
    brand = raw[8:12] if raw[4:8] == b"ftyp" else b""
    if brand == MOVING:
        return "image/avif"
    if brand in HEIC:
        raise Invalid(NO_HEIC, field="file")
    raise Invalid(
        f"This is no file that can be kept here, whatever its name says. Send {TAKEN}.", field="file"
    )
