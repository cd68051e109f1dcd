"""Binding a post's blocks to what was kept: each statement and quotation to one text, each quotation to a verdict."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from blog.embed.bound_text import BoundText
from blog.embed.fences import EMBED, Fence, Problem, refuse, require_sound, top_level
from blog.embed.models import Embed, Player, Quotation, Repost
from blog.embed.players.placing import place_embeds, players_named
from blog.embed.verifying import HAS_WORDS, STANDS, Verdict
from blog.errors import Invalid
from blog.extensions import db
from blog.markup import Rendered
from blog.sources.keeping import current_text
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
    embeds: list[Embed] = field(default_factory=list)
    pins: dict[int, int] = field(default_factory=dict)

    def place(self, post_id: int) -> None:
        """Store the rows as those of the post, in the place of the ones before."""
        for table, rows in ((Repost, self.reposts), (Quotation, self.quotations)):
            db.session.execute(sa.delete(table).where(table.post_id == post_id))
            for row in rows:
                row.post_id = post_id
                row.source_id, row.text_id = row.source.id, row.text.id
                db.session.add(row)
        place_embeds(post_id, self.embeds)


def bind(body: str, rendered: Rendered, *, pins: dict[int, int], gist: str = "") -> Bound:
    """Bind each block of `body` to the text that `pins` (text id by source id) name, else to the newest.

    Raises `Invalid` beside body, naming the lines: a block that is malformed, an unknown statement, a paragraph
    that the statement does not have.
    """
    fences = require_sound(body)
    tops = list(top_level(fences))
    texts = {url: BoundText(_text(source, pins)) for url, source in _sources(tops).items()}
    bound = Bound(pins={text.source.id: text.text.id for text in texts.values()})
    notes = [[inner for inner in fences if inner.parent is fence] for fence in tops]
    players = players_named(tops)
    refuse(_place_slots(bound, rendered, list(zip(tops, notes, strict=True)), texts, players))
    _bind_gist(bound, gist.strip(), texts.values())
    return bound


def _place_slots(
    bound: Bound,
    rendered: Rendered,
    fences: Sequence[tuple[Fence, Sequence[Fence]]],
    texts: dict[str, BoundText],
    players: dict[str, Player],
) -> Iterator[Problem]:
    for part in rendered.parts:
        if isinstance(part, str):
            bound.rendered.append(["html", part])
            continue
        slot, (fence, notes) = rendered.slots[part], fences[part]
        if slot.kind == EMBED:
            bound.embeds.append(Embed(ordinal=len(bound.embeds) + 1, player=players[canonical_url(slot.url)]))
            bound.rendered.append([EMBED, len(bound.embeds)])
            continue
        text = texts[canonical_url(slot.url)]
        if slot.kind == "statement":
            repost = text.repost(slot, ordinal=len(bound.reposts) + 1)
            yield from _misnumbered(repost, text.highest_number, fence, notes)
            bound.reposts.append(repost)
            bound.rendered.append(["statement", repost.ordinal])
        else:
            finding = text.find(slot.words, slot.options)
            quotation = text.quotation(slot.words, finding, ordinal=len(bound.quotations) + 1)
            bound.quotations.append(quotation)
            bound.rendered.append(["quote", quotation.ordinal])


def _sources(tops: Sequence[Fence]) -> dict[str, Source]:
    """The sources that the blocks name, by canonical URL. Raises `Invalid` for those that are not kept here."""
    urls, problems = {}, []
    for fence in tops:
        if fence.kind == EMBED:
            continue
        try:
            urls[fence.line] = canonical_url(fence.argument)
        except Invalid as error:
            problems.append(Problem(fence.line, error.message))
    rows = db.session.scalars(sa.select(Source).where(Source.url.in_(set(urls.values()))))
    found = {source.url: source for source in rows}
    refuse(problems + [_unknown(line, url) for line, url in urls.items() if url not in found])
    return found


def _unknown(line: int, url: str) -> Problem:
    return Problem(line, f"No copy of {url} is kept here. Add it with “Answer a statement”, then save again.")


def _text(source: Source, pins: dict[int, int]) -> Text:
    return db.session.get_one(Text, pins[source.id]) if source.id in pins else current_text(source)


def _misnumbered(repost: Repost, most: int, fence: Fence, notes: Sequence[Fence]) -> Iterator[Problem]:
    if any(not 1 <= first <= last <= most for first, last in repost.ranges):
        yield Problem(
            fence.line, f"This statement’s paragraphs are numbered 1 to {most}, and a range runs upward."
        )
        return
    shown = {n for first, last in repost.ranges for n in range(first, last + 1)} or set(range(1, most + 1))
    for note, (number, _) in zip(notes, repost.notes, strict=True):
        if number not in shown:
            yield Problem(
                note.line, f"There is a note on paragraph {number}, which is not among those shown here."
            )


def _bind_gist(bound: Bound, gist: str, texts: Iterable[BoundText]) -> None:
    """Make the gist a quotation where a statement says it, or where its author put it into quotation marks."""
    words = gist.strip(QUOTATION_MARKS)
    if not HAS_WORDS.search(words):
        return
    found = [(text, text.find(words)) for text in texts]
    found.sort(key=lambda pair: (pair[1].verdict not in STANDS, pair[1].verdict is not Verdict.ALTERED))
    if found and (found[0][1].verdict in STANDS or gist[0] in QUOTATION_MARKS):
        text, finding = found[0]
        bound.quotations.append(text.quotation(words, finding, ordinal=GIST_ORDINAL))
