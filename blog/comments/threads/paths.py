"""Where a comment stands in its thread: the ids from the root down to it, 4 bytes each, big-endian.

Compared as bytes, a thread's paths are in reading order (a comment, then its replies, oldest first), and all that
stands below a comment is one range.
"""

from blog.errors import Invalid

ID_BYTES = 4
# A chain of a hundred answers is two people talking; no page and no reader needs it deeper.
MOST_LEVELS = 100


def path_to(comment_id: int, parent: bytes = b"") -> bytes:
    """The path of a comment below the one whose path is `parent`."""
    return parent + comment_id.to_bytes(ID_BYTES, "big")


def ancestors(path: bytes) -> list[int]:
    """The ids of the comments above, the root first."""
    ids = [int.from_bytes(path[i : i + ID_BYTES], "big") for i in range(0, len(path), ID_BYTES)]
    return ids[:-1]


def below(path: bytes) -> tuple[bytes, bytes]:
    """The range of the paths below: greater than the first, less than the second."""
    return path, path + b"\xff" * ID_BYTES


def refuse_too_deep(levels: int) -> None:
    """Raise `Invalid` beside body where a reply would stand deeper than a thread may be."""
    if levels >= MOST_LEVELS:
        raise Invalid(
            f"This thread is {MOST_LEVELS} answers deep, which is as deep as threads go here. Your text is kept: "
            "answer a comment further up, or begin a new thread.",
            field="body",
        )
