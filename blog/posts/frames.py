"""Frames on a pipe: four bytes of length, most significant first, then JSON in UTF-8."""

import json
from typing import Any, BinaryIO

LENGTH_BYTES = 4


def write_frame(stream: BinaryIO, message: dict[str, Any]) -> None:
    """Send one message."""
    data = json.dumps(message).encode()
    stream.write(len(data).to_bytes(LENGTH_BYTES, "big") + data)
    stream.flush()


def read_frame(stream: BinaryIO) -> dict[str, Any] | None:
    """The next message; None at the end of the stream, also where it ends within a message."""
    head = stream.read(LENGTH_BYTES)
    if len(head) < LENGTH_BYTES:
        return None
    length = int.from_bytes(head, "big")
    data = stream.read(length)
    message: dict[str, Any] | None = json.loads(data) if len(data) == length else None
    return message
