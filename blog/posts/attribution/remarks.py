"""What a remark is, and what is known of the statements that a post stands on."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from blog.embed.verifying import Passages


class Kind(StrEnum):
    """What a remark is about."""

    SPEAKER = "speaker"
    DATE = "date"
    ORIGINAL = "original"
    WORDS = "words"
    QUOTATION = "quotation"
    SHARE = "share"
    TERMS = "terms"
    PLAYER = "player"
    PICTURE = "picture"
    LINK = "link"
    SLUG = "slug"
    CARD = "card"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that an author should look at, with the reason. `line` is the body's, from 1; 0 for another field.

    A quiet remark informs; any other warns.
    """

    kind: Kind
    message: str
    line: int = 0
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """A statement as the check knows it: what was captured and confirmed, and its words."""

    url: str
    publisher: str
    title: str
    byline: str
    published_on: date | None
    passages: Passages
    signature: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """A piece of the author's own words: the title, the gist, or a paragraph of the body."""

    name: str
    words: str
    line: int = 0
    is_beside: bool = False  # right before or after a statement's block, or before anything else
