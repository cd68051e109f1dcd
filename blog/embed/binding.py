"""Binding a post's blocks to what was kept: each statement and quotation to one text, each quotation to a verdict."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from blog.embed.fences import Fence, Problem, scan
from blog.embed.models import Quotation, Repost
from blog.embed.verifying import STANDS, Finding, Passages, Verdict
from blog.errors import Invalid
from blog.extensions import db
from blog.markup import Rendered, Slot
from blog.sources.adding import latest_text
from blog.sources.blocks import numbers
from blog.sources.models import Source, Text
from blog.sources.urls import canonical_url

# The gist, where it is a quotation, is the post's quotation number 0.
GIST_ORDINAL = 0
QUOTATION_MARKS = "\"“”„«»'‘’‚"


@dataclass(slots=True)
class Bound:
    """A body's parts in order (as `Post.rendered`), and the rows that its blocks come to, not yet stored."""

    rendered: list[list[Any]] = field(default_factory=list)
    reposts: list[Repost] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)
    pins: dict[int, int] = field(default_factory=dict)

    def place(self, post_id: int) -> None:
        """Store the rows as those of the post, in the place of the ones before."""
        for table, rows in ((Repost, self.reposts), (Quotation, self.quotations)):
            db.session.execute(sa.delete(table).where(table.post_id == post_id))
            for row in rows:
                row.post_id = post_id
                row.source_id, row.text_id = row.source.id, row.text.id
                db.session.add(row)


def bind(body: str, rendered: Rendered, *, pins: dict[int, int], gist: str = "") -> Bound:
    """Bind each block of `body` to the text that `pins` (text id by source id) name, else to the newest.

    Raises `Invalid` beside body, naming the lines: a block that is malformed, an unknown statement, a paragraph
    that the statement does not have.
    """
    fences, problems = scan(body)
    _refuse(problems)
    tops = [fence for fence in fences if fence.parent is None]
    sources = _sources(tops)
    bound = Bound()
    texts = {source.id: _text(source, pins) for source in sources.values()}
    bound.pins = {source_id: text.id for source_id, text in texts.items()}
    passages = {text.id: Passages(text.blocks) for text in texts.values()}
    notes = [[inner for inner in fences if inner.parent is fence] for fence in tops]
    _refuse(_place_slots(bound, rendered, list(zip(tops, notes, strict=True)), sources, texts, passages))
    _bind_gist(bound, gist, texts.values(), passages)
    return bound


def _place_slots(
    bound: Bound,
    rendered: Rendered,
    fences: Sequence[tuple[Fence, Sequence[Fence]]],
    sources: dict[str, Source],
    texts: dict[int, Text],
    passages: dict[int, Passages],
) -> Iterator[Problem]:
    for part in rendered.parts:
        if isinstance(part, str):
            bound.rendered.append(["html", part])
            continue
        slot, (fence, notes) = rendered.slots[part], fences[part]
        source = sources[canonical_url(slot.url)]
        text = texts[source.id]
        if slot.kind == "statement":
            repost = _repost(slot, text, ordinal=len(bound.reposts) + 1)
            yield from _misnumbered(repost, fence, notes)
            bound.reposts.append(repost)
            bound.rendered.append(["statement", repost.ordinal])
        else:
            ordinal = len(bound.quotations) + 1
            bound.quotations.append(
                _quotation(slot.words, text, passages[text.id].verify(slot.words), ordinal)
            )
            bound.rendered.append(["quote", ordinal])


def _refuse(problems: Iterable[Problem]) -> None:
    told = [f"Line {problem.line}: {problem.message}" for problem in problems]
    if told:
        raise Invalid(" ".join(told), field="body")


def _sources(tops: Sequence[Fence]) -> dict[str, Source]:
    """The sources that the blocks name, by canonical URL. Raises `Invalid` for those that are not kept here."""
    urls, problems = {}, []
    for fence in tops:
        try:
            urls[fence.line] = canonical_url(fence.argument)
        except Invalid as error:
            problems.append(Problem(fence.line, error.message))
    found = {
        s.url: s for s in db.session.scalars(sa.select(Source).where(Source.url.in_(set(urls.values()))))
    }
    _refuse(problems + [_unknown(line, url) for line, url in urls.items() if url not in found])
    return found


def _unknown(line: int, url: str) -> Problem:
    return Problem(line, f"No copy of {url} is kept here. Add it with “Answer a statement”, then save again.")


def _text(source: Source, pins: dict[int, int]) -> Text:
    return db.session.get_one(Text, pins[source.id]) if source.id in pins else latest_text(source)


def _repost(slot: Slot, text: Text, *, ordinal: int) -> Repost:
    return Repost(
        ordinal=ordinal,
        source=text.snapshot.source,
        text=text,
        ranges=[list(pair) for pair in read_ranges(slot.options.get("blocks", ""))],
        notes=[[note.number, note.html] for note in slot.notes],
    )


def read_ranges(words: str) -> list[tuple[int, int]]:
    """First and last numbers of the ranges in “1-4, 7”; none for the whole statement."""
    pairs = [part.partition("-") for part in words.replace(" ", "").split(",") if part]
    return [(int(first), int(last or first)) for first, _, last in pairs]


def _misnumbered(repost: Repost, fence: Fence, notes: Sequence[Fence]) -> Iterator[Problem]:
    most = len(numbers(repost.text.blocks))
    if any(not 1 <= first <= last <= most for first, last in repost.ranges):
        yield Problem(fence.line, f"This statement’s paragraphs are numbered 1 to {most}.")
        return
    shown = {n for first, last in repost.ranges for n in range(first, last + 1)} or set(range(1, most + 1))
    for note, (number, _) in zip(notes, repost.notes, strict=True):
        if number not in shown:
            yield Problem(
                note.line, f"There is a note on paragraph {number}, which is not among those shown here."
            )


def _quotation(words: str, text: Text, finding: Finding, ordinal: int) -> Quotation:
    return Quotation(
        ordinal=ordinal,
        source=text.snapshot.source,
        text=text,
        words=words,
        verdict=finding.verdict,
        exact=finding.exact,
        prefix=finding.prefix,
        suffix=finding.suffix,
        start=-1 if finding.start is None else finding.start,
        end=-1 if finding.end is None else finding.end,
        block_number=None if finding.block is None else numbers(text.blocks).get(finding.block),
        evidence={"folds": list(finding.folds), "diff": [list(step) for step in finding.diff]},
    )


def _bind_gist(bound: Bound, gist: str, texts: Iterable[Text], passages: dict[int, Passages]) -> None:
    """Make the gist a quotation where a statement says it, or where its author put it into quotation marks."""
    words = gist.strip().strip(QUOTATION_MARKS)
    found = [(text, passages[text.id].verify(words)) for text in texts] if words else []
    is_marked = gist.strip()[:1] in QUOTATION_MARKS if gist.strip() else False
    found.sort(key=lambda pair: (pair[1].verdict not in STANDS, pair[1].verdict is not Verdict.ALTERED))
    if found and (found[0][1].verdict in STANDS or is_marked):
        bound.quotations.append(_quotation(words, found[0][0], found[0][1], GIST_ORDINAL))
