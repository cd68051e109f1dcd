"""Names that things are kept under. Rules make them, people never do: a name of any other kind is a fault of ours."""

import re

# A path of small letters, digits, dots, dashes and underscores: the same in every file system and every bucket. No
# part begins with a dot, so that none leads upward, and what files begin with a dot is ours (`Files`).
NAME = re.compile(r"[a-z0-9][a-z0-9._-]*(?:/[a-z0-9][a-z0-9._-]*)*")
# S3 takes 1,024 bytes, prefix included; a file system 255 a part.
LONGEST = 250


def checked(name: str) -> str:
    """The name, if it is one. Raises `ValueError`."""
    if len(name) > LONGEST or not NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name to keep something under")
    return name
