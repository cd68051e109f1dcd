"""PDF → pieces, read in a process of its own that can be stopped."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from blog.errors import Invalid
from blog.sources.extracting.head import Head
from blog.sources.extracting.pdf_lines import MAX_PAGES
from blog.sources.extracting.pdf_paragraphs import paragraphs
from blog.sources.extracting.pieces import Document

_ROOT = Path(__file__).resolve().parents[3]
_COMMAND = (sys.executable, "-m", "blog.sources.extracting.pdf_lines")
# 500 dense pages take about ten.
_SECONDS = 60.0
# What programs write for a title: the file's name, or their own.
_NO_TITLE = re.compile(r"untitled|microsoft word|.*\.(?:docx?|pdf|indd|odt|rtf|pptx?|tex)$", re.IGNORECASE)
_NOBODY = re.compile(r"\W*(?:anonymous|author|unknown|user|admin(?:istrator)?)\W*$", re.IGNORECASE)

_REFUSALS = {
    "locked": "This PDF is locked with a password, so nothing can be read. "
    "Save it without the password, or paste its words.",
    "broken": "This PDF is broken or was cut short, so nothing was kept. "
    "Fetch it again, save it anew in a viewer that opens it, or paste its words.",
    "long": f"This PDF has more than {MAX_PAGES:,} pages, so nothing was kept. Upload the part that you answer.",
    "slow": "This PDF takes too long to read, so nothing was kept. Save it anew in a viewer, or paste its words.",
    "wordless": "This PDF has no text, only pictures of pages, so nothing could be read. "
    "Run text recognition (OCR) over it, or paste its words.",
}


def read_pdf(payload: bytes) -> Document:
    """The paragraphs, each placed at its page ("page 3"). Raises Invalid(field="file") with what is wrong."""
    said = _lines(payload)
    if "refused" in said:
        raise _refusal(said["refused"])
    pieces = paragraphs(said["pages"])
    if not any(not piece.is_margin for piece in pieces):
        raise _refusal("wordless")
    head = Head(title="" if _NO_TITLE.match(said["title"]) else said["title"])
    if said["author"] and not _NOBODY.match(said["author"]):
        head.metas["author"] = said["author"]
    return Document(pieces, head)


def _lines(payload: bytes) -> dict[str, Any]:
    try:
        done = subprocess.run(
            _COMMAND, input=payload, capture_output=True, cwd=_ROOT, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return {"refused": "slow"}
    if done.returncode:
        return {"refused": "broken"}
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def _refusal(reason: str) -> Invalid:
    return Invalid(_REFUSALS[reason], field="file")
