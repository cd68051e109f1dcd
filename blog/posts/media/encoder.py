"""The child process that opens one uploaded file: what the file does to it, it does to nobody else.

Reads the media type as its argument and the file as its input; writes a line of JSON, then the bytes that the line
speaks of, one after the other. It imports neither Flask nor the database.
"""

import json
import resource
import sys
from typing import Any

import pypdfium2

from blog.errors import Invalid

# Fifty million pixels twice, and what an encoder needs for the sizes made of them.
MEMORY_BYTES = 2 * 1024**3
CPU_SECONDS = 60
NO_PDF = "This PDF cannot be opened: it is damaged, or it asks for a password. Save it anew without one, then send it."


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    raw = sys.stdin.buffer.read()
    try:
        answer, contents = _pdf(raw) if sys.argv[1] == "application/pdf" else _picture(raw)
    except Invalid as error:
        answer, contents = {"refused": error.message}, []
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
    for content in contents:
        sys.stdout.buffer.write(content)


def _picture(raw: bytes) -> tuple[dict[str, Any], list[bytes]]:
    from blog.posts.media.pictures import variants  # a PDF needs none of it

    made = variants(raw)
    return (
        {"variants": [[v.width, v.height, v.format, len(v.content)] for v in made]},
        [v.content for v in made],
    )


def _pdf(raw: bytes) -> tuple[dict[str, Any], list[bytes]]:
    try:
        with pypdfium2.PdfDocument(raw) as document:
            return {"pages": len(document)}, []
    except pypdfium2.PdfiumError as error:
        raise Invalid(NO_PDF, field="file") from error


if __name__ == "__main__":
    main()
