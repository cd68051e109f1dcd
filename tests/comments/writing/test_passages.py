"""Comments on a passage: the words are checked, the paragraph counts who answers it."""

import pytest
from flask import Flask

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.comments.models import Comment
from blog.comments.moderation.deciding import decide
from blog.comments.moderation.models import Reason
from blog.comments.moderation.transitions import ModerationAct
from blog.comments.threads.pages import page_on_paragraph
from blog.comments.writing.passages import check_passage, counts_of, find_paragraph
from blog.comments.writing.posting import post_comment, prepare_comment
from blog.embed.verifying import Verdict
from blog.errors import Invalid, NotFound
from blog.posts.models import Post
from blog.transactions import writing
from tests.factories import make_user
from tests.queries import counted_queries
from tests.statements import QUOTE, keep_post, keep_statement, statement_block

OTHER = "From June the east mole will be lit on every night of fog"


@pytest.fixture
def post(context: Flask) -> Post:
    keep_statement()
    return keep_post(make_user(Role.author), body=statement_block())


def say(post: Post, passage: str, *, by: User, form: str = "1") -> Comment:
    prepared = prepare_comment("Aye.", passage=check_passage(post, passage))
    with writing():
        return post_comment(post, prepared, parent_id=None, form_id=form, by=by)


def test_a_passage_is_kept_with_its_place(post: Post) -> None:
    comment = say(post, f"“{QUOTE}”", by=make_user(Role.moderator))
    assert comment.passage is not None
    assert (comment.passage.exact, comment.passage.block_number) == (QUOTE, 1)
    assert comment.passage.verdict is Verdict.VERBATIM


def test_words_that_the_statement_says_otherwise_are_refused_with_its_own(post: Post) -> None:
    with pytest.raises(Invalid, match=QUOTE) as refused:
        check_passage(post, QUOTE.replace("oil", "money"))
    assert refused.value.field == "passage"


@pytest.mark.parametrize("words", ["Nobody said this in any letter at all.", "x" * 2_001, "…"])
def test_words_that_nobody_said_are_refused(post: Post, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_passage(post, words)
    assert refused.value.field == "passage"


@pytest.mark.parametrize("words", ["", "  "])
def test_no_words_are_no_passage(post: Post, words: str) -> None:
    assert check_passage(post, words) is None


def test_a_post_without_a_statement_takes_no_passage(context: Flask) -> None:
    with pytest.raises(Invalid, match="stands on no statement"):
        check_passage(keep_post(make_user(Role.author)), QUOTE)


def test_a_paragraph_counts_the_published_comments_on_it(post: Post) -> None:
    staff, newcomer = make_user(Role.moderator), make_user()
    first, held = say(post, QUOTE, by=staff), say(post, QUOTE, by=newcomer)
    say(post, OTHER, by=staff, form="2")
    text_id = post.pins[0].text_id
    assert counts_of(post) == {(text_id, 1): 1, (text_id, 3): 1}
    with writing():
        decide(held, ModerationAct.APPROVE, by=staff)
    assert counts_of(post)[text_id, 1] == 2
    for comment in (first, held):
        with writing():
            decide(comment, ModerationAct.REMOVE, by=staff, reason=Reason.OTHER, words="Off topic")
    assert counts_of(post) == {(text_id, 3): 1}


def test_a_page_of_a_paragraph_holds_its_published_comments_only(post: Post) -> None:
    staff = make_user(Role.moderator)
    on_it, _other, _held = (
        say(post, QUOTE, by=staff),
        say(post, OTHER, by=staff, form="2"),
        say(post, QUOTE, by=make_user()),
    )
    paragraph = find_paragraph(post, "s1")
    assert paragraph.words.startswith(QUOTE)
    with counted_queries() as sent:
        assert [branch.comment.id for branch in page_on_paragraph(post, paragraph).branches] == [on_it.id]
    assert len(sent) <= 3  # comments, their authors' roles, what stands above


@pytest.mark.parametrize("ident", ["s9", "s2-1", "s0", "c1", "s-1", "s1-1", "s999999", ""])
def test_a_paragraph_that_is_not_there_is_not_found(post: Post, ident: str) -> None:
    with pytest.raises(NotFound):
        find_paragraph(post, ident)
