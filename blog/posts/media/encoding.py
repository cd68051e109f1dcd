"""Opening an uploaded file in a process of its own, which may take so much time and memory, and no more."""

import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from blog.errors import Invalid, Unavailable

# A photograph of twelve million pixels takes about three.
SECONDS = 60.0
# Each may take two GiB: more at once wait for their turn.
AT_ONCE = 2
ROOT = Path(__file__).resolve().parents[3]
COMMAND = (sys.executable, "-m", "blog.posts.media.encoder")
TOO_MUCH = (
    "This file takes more time or memory to open than this site gives to one, and was not kept. "
    "Save it smaller, or in another format, then send it again."
)

_turns = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Opened:
    """What was made of a file: variants as `File.variants` has them with the bytes of each, or a PDF's pages."""

    variants: list[tuple[int, int, str, int]]
    contents: list[bytes]
    page_count: int | None


def open_file(raw: bytes, media_type: str, *, seconds: float = SECONDS) -> Opened:
    """Open a file of that type. Raises `Invalid` beside file for one that cannot be kept, with what to do."""
    if not _turns.acquire(timeout=seconds):
        raise Unavailable(
            "Other pictures are being prepared. Nothing was kept; send yours again in a minute."
        )
    try:
        done = subprocess.run(
            [*COMMAND, media_type], input=raw, stdout=subprocess.PIPE, timeout=seconds, cwd=ROOT, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Invalid(TOO_MUCH, field="file") from error
    finally:
        _turns.release()
    if done.returncode != 0:
        raise Invalid(TOO_MUCH, field="file")
    return _opened(done.stdout)


def _opened(output: bytes) -> Opened:
    head, _, rest = output.partition(b"\n")
    answer = json.loads(head)
    if "refused" in answer:
        raise Invalid(answer["refused"], field="file")
    variants = [(width, height, kind, size) for width, height, kind, size in answer.get("variants", [])]
    contents, at = [], 0
    for *_, size in variants:
        contents.append(rest[at : at + size])
        at += size
    return Opened(variants, contents, answer.get("pages"))
