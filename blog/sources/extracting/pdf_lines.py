"""The lines of a PDF's pages, each with its size on the page: run as a process of its own (`reading_pdf`).

    python -m blog.sources.extracting.pdf_lines < FILE > JSON

writes {"pages": [[line, …], …], "title": …, "author": …} or {"refused": REASON}. PDFium is C++ that reads whatever
somebody made; here it can crash, loop or fill its memory without the site noticing more than a refusal.
"""

import ctypes
import json
import resource
import sys
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

MAX_PAGES = 500
# Bytes of address space, and seconds of CPU.
_MEMORY = 2 * 1024**3
_SECONDS = 30
# PDFium's mark for a hyphen that it takes for one of a broken word, and what such a hyphen is in Unicode.
_BROKEN, _SOFT_HYPHEN = "\x02", "\u00ad"
_BOLD = 600
_LONGEST_NAME = 128

# [text, left, right, baseline, size, is bold], in points from the page's lower left.
Line = tuple[str, float, float, float, float, bool]


def read(payload: bytes) -> dict[str, Any]:
    """The lines of each page and what the file's own data say."""
    try:
        document = pdfium.PdfDocument(payload)
    except pdfium.PdfiumError as error:
        is_locked = error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        return {"refused": "locked" if is_locked else "broken"}
    if len(document) > MAX_PAGES:
        return {"refused": "long", "pages": len(document)}
    said = document.get_metadata_dict(skip_empty=True)
    pages = [_lines(page) for page in document]
    return {"pages": pages, "title": said.get("Title", ""), "author": said.get("Author", "")}


def _lines(page: pdfium.PdfPage) -> list[Line]:
    text = page.get_textpage()
    count = raw.FPDFText_CountChars(text)
    lines: list[Line] = []
    start = 0
    letters: list[str] = []
    for at in range(count):
        letter = _letter(text, at)
        if letter in "\r\n" or letter == _BROKEN:
            if letter == _BROKEN:
                letters.append(_SOFT_HYPHEN)
            _add(lines, text, start, at, letters)
            start, letters = at + 1, []
        else:
            letters.append(letter)
    _add(lines, text, start, count, letters)
    return lines


def _letter(text: pdfium.PdfTextPage, at: int) -> str:
    code = raw.FPDFText_GetUnicode(text, at)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""


def _add(lines: list[Line], text: pdfium.PdfTextPage, start: int, end: int, letters: list[str]) -> None:
    """Add the line of the characters `start` to `end`, unless it is blank."""
    words = " ".join("".join(letters).split())
    shown = [at for at in range(start, end) if not _letter(text, at).isspace()]
    if words and shown:
        first, last = _box(text, shown[0]), _box(text, shown[-1])
        size = raw.FPDFText_GetFontSize(text, shown[0]) or first[3] - first[2]
        is_bold = raw.FPDFText_GetFontWeight(text, shown[0]) >= _BOLD or "bold" in _font(text, shown[0])
        lines.append((words, first[0], last[1], first[2], round(size, 1), is_bold))


def _font(text: pdfium.PdfTextPage, at: int) -> str:
    name = ctypes.create_string_buffer(_LONGEST_NAME)
    raw.FPDFText_GetFontInfo(text, at, name, _LONGEST_NAME, ctypes.c_int())
    return name.value.decode("ascii", "ignore").lower()


def _box(text: pdfium.PdfTextPage, at: int) -> tuple[float, float, float, float]:
    """Left, right, bottom and top of a character's cell."""
    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(text, at, ctypes.byref(box))
    return box.left, box.right, box.bottom, box.top


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    json.dump(read(sys.stdin.buffer.read()), sys.stdout)
