"""How a browser finds a text fragment (WICG, Scroll To Text Fragment, § 3.5.2), for texts of plain words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

LINE = re.compile("[^\n\t]+")


@dataclass
class Directive:
    """A fragment's terms; "" for those it has not."""

    prefix: str = ""
    start: str = ""
    end: str = ""
    suffix: str = ""


def parsed(fragment: str) -> Directive:
    """The terms of `:~:text=…`."""
    tokens = fragment.removeprefix(":~:text=").split(",")
    found = Directive()
    if tokens[0].endswith("-"):
        found.prefix = unquote(tokens.pop(0)[:-1])
    if tokens[-1].startswith("-"):
        found.suffix = unquote(tokens.pop()[1:])
    assert 1 <= len(tokens) <= 2 and not any("-" in token or not token for token in tokens)
    found.start, found.end = unquote(tokens[0]), unquote(tokens[1]) if len(tokens) == 2 else ""
    return found


def found_by(fragment: str, text: str) -> tuple[int, int] | None:
    """What of the text a browser takes; None for nothing. Terms lie in lines."""
    sought = parsed(fragment)
    is_end_free = bool(sought.suffix) and not sought.end
    for at, start in _starts(sought, text, is_end_free=is_end_free):
        if not sought.end:
            if _is_followed(sought.suffix, text, start):
                return at, start
            continue
        for _, end in _occurrences(sought.end, text, start, is_end_free=bool(sought.suffix)):
            if _is_followed(sought.suffix, text, end):
                return at, end
        return None
    return None


def _starts(sought: Directive, text: str, *, is_end_free: bool) -> Iterator[tuple[int, int]]:
    if not sought.prefix:
        yield from _occurrences(sought.start, text, 0, is_end_free=is_end_free)
        return
    for _, end in _occurrences(sought.prefix, text, 0, is_end_free=True):
        at = end + len(text[end:]) - len(text[end:].lstrip())
        if text.startswith(sought.start, at):
            stop = at + len(sought.start)
            if is_end_free or _is_boundary(text, stop):
                yield at, stop


def _occurrences(term: str, text: str, since: int, *, is_end_free: bool) -> Iterator[tuple[int, int]]:
    for line in LINE.finditer(text):
        at = text.find(term, max(since, line.start()), line.end())
        while at >= 0:
            end = at + len(term)
            if _is_boundary(text, at) and (is_end_free or _is_boundary(text, end)):
                yield at, end
            at = text.find(term, at + 1, line.end())


def _is_followed(suffix: str, text: str, end: int) -> bool:
    rest = text[end:].lstrip()
    return rest.startswith(suffix) and _is_boundary(rest, len(suffix))


def _is_boundary(text: str, at: int) -> bool:
    return not (0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum())
