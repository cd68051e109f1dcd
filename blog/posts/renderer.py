"""The child process that renders posts: reads a source, writes what it came to, until its input ends.

It imports only what makes HTML: neither Flask nor the database.
"""

import os
import sys
import traceback
from dataclasses import asdict
from typing import Any

from blog import markup
from blog.embed.blocks import BLOCKS
from blog.errors import Invalid
from blog.posts.frames import read_frame, write_frame


def main() -> None:
    """Answer each `{"source"}` with `{"rendered"}`, or with `{"refused"}` and why."""
    # What anything prints goes to the log, not between the frames.
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    while request := read_frame(sys.stdin.buffer):
        write_frame(replies, _answer(request["source"]))


def _answer(source: str) -> dict[str, Any]:
    try:
        return {"rendered": asdict(markup.post(source, blocks=BLOCKS))}
    except Invalid as error:
        return {"refused": error.message}
    except Exception:
        traceback.print_exc()
        return {"refused": "This text could not be rendered; the log says why. Nothing was saved."}


if __name__ == "__main__":
    main()
