"""How what posts quote and repost fares in what the source's address says now, and said since.

Only versions that this site received from the address count. It follows from the copies that are kept, so it can be
made anew at any time: when a version comes, for all posts on the source; when a post is saved, for what it stands on.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from blog.embed.folding import fold
from blog.embed.fragments import Fragments
from blog.embed.models import Quotation, Repost, Stand, Standing
from blog.embed.verifying import STANDS, Passages
from blog.embed.watching.carrying import Carrier, How
from blog.embed.watching.differences import Became, BlockChange, blocks_compared
from blog.extensions import db
from blog.sources.blocks import Block, full_text, inside, numbers
from blog.sources.keeping import current_text
from blog.sources.models import Method, Snapshot, Source, Text

Row = TypeVar("Row", Quotation, Repost)


def follow_source(source: Source) -> None:
    """Note how every quotation and repost of the source fares in the version that stands at its address."""
    text = current_text(source)
    fragments = Fragments(text.blocks)
    for quotation in _on(Quotation, Quotation.source_id == source.id):
        _follow_quotation(quotation, text, fragments)
    for repost in _on(Repost, Repost.source_id == source.id):
        _follow_repost(repost, text)
    db.session.flush()


def follow_post(post_id: int) -> None:
    """Note how what a post that was just saved stands on fares in the versions that came since."""
    fragments: dict[int, Fragments] = {}
    for quotation in _on(Quotation, Quotation.post_id == post_id):
        for text in _since(quotation.text):
            of_text = fragments.setdefault(text.id, Fragments(text.blocks))
            _follow_quotation(quotation, text, of_text)
    for repost in _on(Repost, Repost.post_id == post_id):
        _follow_repost(repost, current_text(repost.text.snapshot.source))
    db.session.flush()


def shown_blocks(repost: Repost) -> tuple[Block, ...]:
    """The blocks of the statement that stand in the post."""
    numbered = numbers(repost.text.blocks)
    shown = {n for first, last in repost.ranges for n in range(first, last + 1)}
    return tuple(b for b in inside(repost.text.blocks) if not shown or numbered.get(b.id) in shown)


def passages_edited(before: Sequence[Block], after: Sequence[Block], shown: Iterable[Block]) -> int:
    """How many of the shown blocks are not in the other version as they were; what moved is there still.

    Where all of the blocks are shown, those that came between them count too.
    """
    kept = {block.id for block in shown}
    is_whole = len(kept) == len(before)
    return sum(_is_touched(change, kept, is_whole) for change in blocks_compared(before, after))


def _is_touched(change: BlockChange, kept: Collection[int], is_whole: bool) -> bool:
    if change.before is None:
        return is_whole and change.kind is Became.ADDED
    return change.before.id in kept and change.kind in (Became.CHANGED, Became.REMOVED)


def _follow_quotation(quotation: Quotation, text: Text, fragments: Fragments) -> None:
    if quotation.start < 0 or not _is_other(text, quotation.text):
        return
    before, after = full_text(quotation.text.blocks), full_text(text.blocks)
    carried = Carrier(before, after).carry(quotation.start, quotation.end)
    found = after[carried.start : carried.end]
    block = next((b for b in text.blocks if carried.start <= b.end), None)
    standing = next((s for s in quotation.standings if s.snapshot_id == text.snapshot_id), None)
    if standing is None:
        standing = Standing(snapshot_id=text.snapshot_id)
        quotation.standings.append(standing)
    standing.text_id, standing.how, standing.score = text.id, carried.how.value, carried.score
    standing.stand = _stand(quotation, carried.how, found, text)
    is_gone = carried.how is How.GONE
    standing.start, standing.end = (-1, -1) if is_gone else (carried.start, carried.end)
    standing.block_number = numbers(text.blocks).get(block.id) if block and not is_gone else None
    standing.fragment = "" if is_gone else fragments.of(carried.start, carried.end)


def _stand(quotation: Quotation, how: How, found: str, text: Text) -> Stand:
    if how is How.GONE:
        return Stand.GONE
    if how is How.EXACT or fold(found).text == fold(quotation.exact).text:
        return Stand.STANDS
    # What was edited may be what the quotation leaves out.
    is_untouched = (
        quotation.verdict in STANDS and Passages(text.blocks).verify(quotation.words).verdict in STANDS
    )
    return Stand.STANDS if is_untouched else Stand.EDITED


def _follow_repost(repost: Repost, text: Text) -> None:
    if not _is_other(text, repost.text):
        repost.edited_passages, repost.edited_in_id = 0, None
        return
    before, after = inside(repost.text.blocks), inside(text.blocks)
    repost.edited_passages = passages_edited(before, after, shown_blocks(repost))
    repost.edited_in_id = text.snapshot_id if repost.edited_passages else None


def _is_other(text: Text, than: Text) -> bool:
    """Whether `text` is of another version, which stood at the address; what is said to be earlier was replaced."""
    return (
        text.snapshot.is_compared and than.snapshot.stated_on is None and text.snapshot_id != than.snapshot_id
    )


def _since(text: Text) -> list[Text]:
    """The newest reading of each version that came after the one `text` was read out of, and of the one that stands."""
    newest = sa.select(sa.func.max(Text.id)).group_by(Text.snapshot_id)
    source = text.snapshot.source
    is_since = sa.or_(Snapshot.version > text.snapshot.version, Snapshot.version == source.current_version)
    query = sa.select(Text).join(Snapshot).where(Snapshot.source_id == source.id, is_since)
    query = query.where(Snapshot.method == Method.FETCHED, Text.id.in_(newest))
    return list(db.session.scalars(query.order_by(Snapshot.version).options(joinedload(Text.snapshot))))


def _on(table: type[Row], condition: sa.ColumnElement[bool]) -> list[Row]:
    path = joinedload(table.text).joinedload(Text.snapshot)
    return list(db.session.scalars(sa.select(table).where(condition).options(path)))
