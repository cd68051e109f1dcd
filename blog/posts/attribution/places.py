"""The author's own words, piece by piece: code, blocks and what the blocks hold are not theirs."""

import re
from collections.abc import Iterator, Sequence

from blog.embed.fences import Fence, scan, top_level
from blog.markup.codefences import fenced_code
from blog.posts.attribution.remarks import Place

# How many paragraphs before a statement introduce it, and how many after it look back.
BEFORE, AFTER = 2, 1
CODE_SPAN = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")


def places(*, title: str, gist: str, body: str) -> list[Place]:
    """The title, the gist (where there is one) and the body's paragraphs with their lines."""
    named = [Place("title", title, is_beside=True)]
    if gist:
        named.append(Place("gist", gist, is_beside=True))
    return named + list(_paragraphs(body))


def _paragraphs(body: str) -> Iterator[Place]:
    lines = body.expandtabs(4).split("\n")
    taken = _taken(lines, body)
    found: list[tuple[int, str]] = []
    statements: list[int] = []  # how many paragraphs stand before each
    starts = {fence.line - 1 for fence in _statements(body)}
    gathered: list[str] = []
    for number, line in enumerate([*lines, ""]):
        if number in starts:
            statements.append(len(found) + bool(gathered))
        if number < len(lines) and number not in taken and line.strip():
            gathered.append(line.strip())
        elif gathered:
            words = CODE_SPAN.sub(" ", " ".join(gathered))
            found.append((number - len(gathered) + 1, words))
            gathered = []
    for index, (number, words) in enumerate(found):
        is_near = any(at - BEFORE <= index < at + AFTER for at in statements)
        yield Place("body", words, number, is_beside=is_near or index == 0)


def _statements(body: str) -> Sequence[Fence]:
    return [fence for fence in top_level(scan(body)[0]) if fence.kind == "statement"]


def _taken(lines: Sequence[str], body: str) -> set[int]:
    """The lines of code and of blocks, but for the words of notes, which are the author's."""
    taken = {n for code in fenced_code(lines) for n in range(code.first, code.last + 1)}
    open_at: list[tuple[int, str]] = []
    fences = {fence.line - 1: fence for fence in scan(body)[0]}
    for number, line in enumerate(lines):
        if number in taken:
            continue
        if number in fences:
            open_at.append((fences[number].length, fences[number].kind))
            taken.add(number)
        elif open_at and line.strip() == "/" * open_at[-1][0]:
            open_at.pop()
            taken.add(number)
        elif open_at and (open_at[-1][1] != "note" or (number - 1 in fences and line.startswith("    "))):
            taken.add(number)
    return taken
