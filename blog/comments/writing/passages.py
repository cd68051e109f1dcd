"""The passage of a statement that a comment answers: checked when it is sent, counted while it is published.

Only words that stand in a statement of the post are taken: who answers words that nobody said is told so, while the
comment can still be mended.
"""

import re
from dataclasses import dataclass

import sqlalchemy as sa

from blog.comments.models import Comment, CommentStatus, Passage, PassageCount
from blog.embed.models import Repost
from blog.embed.verifying import HAS_WORDS, STANDS, Finding, Passages, Verdict
from blog.errors import Invalid, NotFound
from blog.extensions import db
from blog.posts.models import Pin, Post
from blog.sources.blocks import numbers
from blog.sources.models import Text
from blog.typed import plain

# A paragraph of terms; who answers more answers the statement.
PASSAGE_LIMIT = 2_000
# “s3”: the third paragraph of the first statement; “s2-3”: that of the second.
PARAGRAPH = re.compile(r"s(?:([2-9]|[1-9]\d)-)?([1-9]\d{0,5})")


@dataclass(frozen=True, slots=True)
class Answered:
    """A passage that was found, and in which text."""

    text_id: int
    words: str
    finding: Finding
    block_number: int | None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A numbered paragraph of a statement in a post."""

    text_id: int
    number: int
    words: str


def check_passage(post: Post, words: str) -> Answered | None:
    """Find the words in the statements that the post stands on; None where none were given.

    Raises `Invalid` beside passage for words that are in none of them.
    """
    words = plain(words, field="passage", limit=PASSAGE_LIMIT, what="The passage").strip()
    if not words:
        return None
    if not HAS_WORDS.search(words):
        raise Invalid(
            "The passage has no words. Quote some of the statement’s, or leave it empty.", field="passage"
        )
    texts = _texts(post)
    if not texts:
        raise Invalid(
            "This post stands on no statement that is shown. Leave the passage empty.",
            field="passage",
        )
    found = [(text, Passages(text.blocks).verify(words)) for text in texts]
    text, finding = min(found, key=lambda pair: _rank(pair[1]))
    if finding.verdict not in STANDS:
        raise Invalid(_refusal(finding), field="passage")
    number = None if finding.block is None else numbers(text.blocks).get(finding.block)
    return Answered(text.id, words, finding, number)


def attach(comment: Comment, answered: Answered) -> None:
    """Keep the passage with a comment that is being posted."""
    finding = answered.finding
    comment.passage = Passage(
        post_id=comment.post_id,
        text_id=answered.text_id,
        words=answered.words,
        verdict=finding.verdict,
        exact=finding.exact,
        start=-1 if finding.start is None else finding.start,
        end=-1 if finding.end is None else finding.end,
        block_number=answered.block_number,
    )


def count(comment: Comment, change: int) -> None:
    """Add `change` to the number of published comments on the comment's paragraph, if it has one."""
    passage = comment.passage
    if passage is None or passage.block_number is None:
        return
    key = (passage.post_id, passage.text_id, passage.block_number)
    row = db.session.get(PassageCount, key, with_for_update=True)
    if row is None:
        row = PassageCount(post_id=key[0], text_id=key[1], block_number=key[2], comments=0)
        db.session.add(row)
    row.comments += change


def counts_of(post: Post) -> dict[tuple[int, int], int]:
    """Published comments by text and paragraph number; paragraphs that nobody answers are left out."""
    query = sa.select(PassageCount.text_id, PassageCount.block_number, PassageCount.comments)
    rows = db.session.execute(query.where(PassageCount.post_id == post.id, PassageCount.comments > 0))
    return {(text_id, number): comments for text_id, number, comments in rows}


def find_paragraph(post: Post, ident: str) -> Paragraph:
    """The paragraph that `ident` names in the post's page. Raises `NotFound` where there is none."""
    match = PARAGRAPH.fullmatch(ident)
    ordinal, number = (int(match[1] or 1), int(match[2])) if match else (0, 0)
    query = (
        sa.select(Text)
        .join(Repost, Repost.text_id == Text.id)
        .where(Repost.post_id == post.id, Repost.ordinal == ordinal)
    )
    text = db.session.scalar(query)
    blocks = {n: block_id for block_id, n in numbers(text.blocks).items()} if text else {}
    if text is None or number not in blocks:
        raise NotFound("The statements of this post have no such paragraph.")
    if text.snapshot.takedown:
        raise NotFound(
            "This statement is not shown here at present. What readers said of it is in the thread."
        )
    words = next(block.text for block in text.blocks if block.id == blocks[number])
    return Paragraph(text.id, number, words)


def on_paragraph(paragraph: Paragraph, post: Post) -> sa.ColumnElement[bool]:
    """The condition on comments that they are published and answer the paragraph."""
    answering = sa.select(Passage.comment_id).where(
        Passage.post_id == post.id,
        Passage.text_id == paragraph.text_id,
        Passage.block_number == paragraph.number,
    )
    return sa.and_(Comment.id.in_(answering), Comment.status == CommentStatus.PUBLISHED)


def _texts(post: Post) -> list[Text]:
    pins = sa.select(Pin.text_id).where(Pin.post_id == post.id)
    texts = db.session.scalars(sa.select(Text).where(Text.id.in_(pins)).order_by(Text.id))
    return [text for text in texts if text.snapshot.takedown is None]


def _rank(finding: Finding) -> int:
    return list(Verdict).index(finding.verdict)


def _refusal(finding: Finding) -> str:
    if finding.verdict is Verdict.ALTERED:
        return (
            f"The statement says it otherwise: “{finding.exact}”. Take over its words, or leave the passage empty; "
            "your comment is kept below."
        )
    return (
        "These words are not in the statement. Copy them from it, or leave the passage empty; your comment is kept "
        "below."
    )
