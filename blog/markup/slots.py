"""Slots: the places in a post that a template fills, told from its words by marks that no one can type.

A mark is a random number, drawn anew for each rendering, between two private-use characters. The blocks of
blog.embed.blocks put marks into paragraphs of their own; after the first cleaning the HTML is cut there.
"""

import re
import secrets
from dataclasses import dataclass, field
from enum import StrEnum
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from blog.markup.policies import NOTE, POST, last_clean


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on one numbered block of a statement, as clean HTML."""

    number: int
    html: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a post for what comes from a template. `words` are a quote's, as typed."""

    kind: str
    url: str
    options: dict[str, str]
    words: str = ""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Rendered:
    """A post's clean HTML, and indexes into `slots` where the slots go, in the order of the source."""

    parts: tuple[str | int, ...]
    slots: tuple[Slot, ...] = ()


class Sign(StrEnum):
    """What a mark says."""

    SLOT = "s"
    SLOT_END = "z"
    NOTE = "n"
    NOTE_END = "e"


@dataclass(slots=True)
class _Open:
    kind: str
    url: str
    options: dict[str, str]
    words: str = ""
    notes: list[Note] = field(default_factory=list)


class Places:
    """The slots of one rendering, and their marks."""

    def __init__(self) -> None:
        self._nonce = secrets.token_hex(16)
        self._slots: list[_Open] = []

    def open(self, kind: str, url: str, options: dict[str, str]) -> int:
        """A new slot; its index."""
        self._slots.append(_Open(kind, url, options))
        return len(self._slots) - 1

    def say(self, slot: int, words: str) -> None:
        """Give a slot its words."""
        self._slots[slot].words = words

    def mark(self, element: Element, sign: Sign, number: int) -> None:
        """Put a mark, as a paragraph, at the end of `element`."""
        SubElement(element, "p").text = AtomicString(f"\ue000{self._nonce}{sign}{number}\ue001")

    def cut(self, html: str) -> Rendered:
        """`html`, cleaned once, cut at its marks; each piece is cleaned for the last time."""
        mark = re.compile(rf"(?:<p>)?\ue000{self._nonce}([a-z])(\d{{1,9}})\ue001(?:</p>)?")
        pieces = mark.split(html)
        parts: list[str | int] = [*_piece(pieces[0])]
        slot = note = None
        for sign, number, piece in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
            if sign == Sign.SLOT:
                slot = int(number)
                parts.append(slot)
            elif sign == Sign.SLOT_END:
                slot = note = None
                parts += _piece(piece)
            elif slot is not None:
                note = int(number) if sign == Sign.NOTE else None
                if note is not None:
                    self._slots[slot].notes.append(Note(note, last_clean(piece, NOTE).strip()))
        return Rendered(tuple(parts), tuple(self._closed(slot) for slot in self._slots))

    @staticmethod
    def _closed(slot: _Open) -> Slot:
        return Slot(slot.kind, slot.url, slot.options, slot.words, tuple(slot.notes))


def _piece(html: str) -> list[str]:
    clean = last_clean(html, POST).strip()
    return [clean] if clean else []
