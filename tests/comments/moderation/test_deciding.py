"""One table says what may be done from which status; the act and its record are one."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DBAPIError

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.comments.models import Comment, CommentStatus, HiddenFor
from blog.comments.moderation.deciding import decide
from blog.comments.moderation.models import REASON_LIMIT, Decision, Reason
from blog.comments.moderation.transitions import CELLS, TABLE, ModerationAct, Transition, Who
from blog.comments.moderation.undoing import UNDO_WITHIN
from blog.errors import Conflict, DomainError, Forbidden, Invalid
from blog.extensions import db
from blog.posts.models import Post
from blog.transactions import writing
from tests.conftest import Clock
from tests.factories import make_comment, make_post, make_user

MODERATORS = [row for row in TABLE if row.who is Who.MODERATOR]
REFUSED = [
    (was, act) for was in CommentStatus for act in ModerationAct if (was, act, Who.MODERATOR) not in CELLS
]


def make_decision(comment: Comment, act: ModerationAct, **how: object) -> Decision:
    by = how.pop("by", None) or make_user(Role.moderator)
    how = {"reason": Reason.OFF_TOPIC, **how}
    with writing():
        return decide(comment, act, by=by, **how)  # type: ignore[arg-type]


def decisions() -> list[tuple[str, str]]:
    return [(str(d.was), str(d.now)) for d in db.session.scalars(sa.select(Decision).order_by(Decision.id))]


@pytest.mark.parametrize("cell", MODERATORS, ids=lambda cell: f"{cell.was}-{cell.act}")
def test_an_act_leads_to_a_status_and_is_recorded(
    context: Flask, stopped_clock: Clock, cell: Transition
) -> None:
    comment, moderator = make_comment(make_post(), status=cell.was), make_user(Role.moderator)
    decision = make_decision(comment, cell.act, by=moderator, words="  Off the\n subject. ")
    db.session.expire_all()
    assert comment.status is cell.becomes
    assert comment.shown == (cell.becomes == "published")
    assert comment.post.comment_count == (cell.becomes == "published")
    assert comment.decisions == [decision]
    assert (decision.was, decision.now, decision.words) == (cell.was, cell.becomes, "Off the subject.")
    assert decision.reason is (Reason.SPAM if cell.act == "spam" else Reason.OFF_TOPIC)
    assert (decision.decided_by, decision.decided_at) == (moderator, stopped_clock())
    assert (comment.hidden_for is not None) == (cell.becomes == "hidden")


@pytest.mark.parametrize(("was", "act"), REFUSED)
def test_what_the_table_does_not_offer_is_refused_and_changes_nothing(
    context: Flask, was: CommentStatus, act: ModerationAct
) -> None:
    comment = make_comment(make_post(), status=was)
    count = comment.post.comment_count
    with pytest.raises(DomainError):
        make_decision(comment, act)
    db.session.expire_all()
    assert (comment.status, comment.post.comment_count) == (was, count)
    assert decisions() == []


@pytest.mark.parametrize("cell", MODERATORS, ids=lambda cell: f"{cell.was}-{cell.act}")
def test_what_takes_words_away_needs_a_reason(context: Flask, cell: Transition) -> None:
    comment = make_comment(make_post(), status=cell.was)
    if not cell.needs_reason:
        assert make_decision(comment, cell.act, reason=None).words == ""
        return
    with pytest.raises(Invalid, match="Choose the reason") as refused:
        make_decision(comment, cell.act, reason=None, words="Because.")
    with pytest.raises(Invalid, match="is empty") as empty:
        make_decision(comment, cell.act, reason=Reason.OTHER, words=" \n ")
    db.session.expire_all()
    assert (refused.value.field, empty.value.field) == ("reason", "words")
    assert (comment.status, decisions()) == (cell.was, [])


def test_a_reason_has_a_limit_that_is_named(context: Flask) -> None:
    comment = make_comment(make_post())
    with pytest.raises(Invalid, match=f"at most {REASON_LIMIT}") as refused:
        make_decision(comment, ModerationAct.REMOVE, words="x" * (REASON_LIMIT + 1))
    assert (refused.value.field, decisions()) == ("words", [])


def test_other_words_than_were_read_are_not_decided_on(context: Flask) -> None:
    comment = make_comment(make_post())
    with writing():
        comment.version = 2
    with pytest.raises(Conflict, match="changed this comment"):
        make_decision(comment, ModerationAct.REMOVE, seen_version=1)
    assert decisions() == []


def test_an_author_hides_criticism_at_once_and_another_confirms_it(context: Flask) -> None:
    author, moderator = make_user(Role.editor), make_user(Role.moderator)
    comment = make_comment(make_post(author=author))
    make_decision(comment, ModerationAct.REMOVE, by=author)
    assert (comment.status, comment.hidden_for) == (CommentStatus.HIDDEN, HiddenFor.SECOND_LOOK)
    assert not comment.shown
    with pytest.raises(Forbidden, match="your own post: another moderator"):
        make_decision(comment, ModerationAct.REMOVE, by=author)
    make_decision(comment, ModerationAct.REMOVE, by=moderator)
    assert (comment.status, comment.hidden_for) == (CommentStatus.REMOVED, None)


def test_another_may_restore_what_an_author_hid(context: Flask) -> None:
    author = make_user(Role.author)
    comment = make_comment(make_post(author=author))
    make_decision(comment, ModerationAct.REMOVE, by=author)
    assert comment.status is CommentStatus.HIDDEN
    with pytest.raises(Forbidden):
        make_decision(comment, ModerationAct.RESTORE, by=author)
    assert make_decision(comment, ModerationAct.RESTORE).now is CommentStatus.PUBLISHED


def test_who_is_the_only_moderator_decides_alone(context: Flask) -> None:
    owner = make_user(Role.owner)
    comment = make_comment(make_post(author=owner))
    make_decision(comment, ModerationAct.REMOVE, by=owner)
    assert comment.status is CommentStatus.REMOVED


def test_nobody_shows_their_own_comment_where_another_can(context: Flask) -> None:
    moderator, _ = make_user(Role.moderator), make_user(Role.moderator)
    comment = make_comment(make_post(), author=moderator, status=CommentStatus.REMOVED)
    with pytest.raises(Forbidden, match="your own"):
        make_decision(comment, ModerationAct.RESTORE, by=moderator)


def test_its_author_deletes_it_and_nobody_else_does(context: Flask) -> None:
    comment = make_comment(make_post())
    with pytest.raises(Forbidden):
        make_decision(comment, ModerationAct.DELETE, by=make_user())
    make_decision(comment, ModerationAct.DELETE, by=comment.author)
    assert comment.status is CommentStatus.DELETED


def test_a_decision_is_undone_by_another_one(context: Flask, stopped_clock: Clock) -> None:
    moderator, comment = make_user(Role.moderator), make_comment(make_post(), status=CommentStatus.HELD)
    make_decision(comment, ModerationAct.APPROVE, by=moderator)
    with pytest.raises(Forbidden, match="Somebody else"):
        make_decision(comment, ModerationAct.UNDO)
    make_decision(comment, ModerationAct.UNDO, by=moderator)
    db.session.expire_all()
    assert decisions() == [("held", "published"), ("published", "held")]
    assert (comment.status, comment.post.comment_count) == (CommentStatus.HELD, 0)
    with pytest.raises(DomainError):
        make_decision(comment, ModerationAct.UNDO, by=moderator)


def test_what_was_decided_a_while_ago_is_not_undone(context: Flask, stopped_clock: Clock) -> None:
    moderator, comment = make_user(Role.moderator), make_comment(make_post())
    make_decision(comment, ModerationAct.REMOVE, by=moderator)
    stopped_clock.move(seconds=UNDO_WITHIN.total_seconds() + 1)
    with pytest.raises(Invalid, match="too late"):
        make_decision(comment, ModerationAct.UNDO, by=moderator)
    assert comment.status is CommentStatus.REMOVED


def test_what_is_undone_waits_for_what_it_waited_for(context: Flask) -> None:
    author, moderator = make_user(Role.editor), make_user(Role.moderator)
    comment = make_comment(make_post(author=author))
    make_decision(comment, ModerationAct.REMOVE, by=author)
    make_decision(comment, ModerationAct.RESTORE, by=moderator)
    make_decision(comment, ModerationAct.UNDO, by=moderator)
    assert (comment.status, comment.hidden_for) == (CommentStatus.HIDDEN, HiddenFor.SECOND_LOOK)


@pytest.mark.parametrize("role", [Role.reader, Role.author])
def test_only_moderators_decide(context: Flask, role: Role) -> None:
    comment = make_comment(make_post(), status=CommentStatus.HELD)
    with pytest.raises(Forbidden):
        make_decision(comment, ModerationAct.APPROVE, by=make_user(role))
    assert (comment.status, decisions()) == (CommentStatus.HELD, [])


def test_the_second_of_two_moderators_is_told_who_decided(context: Flask) -> None:
    comment = make_comment(make_post(), status=CommentStatus.HELD)
    first, second = make_user(Role.moderator, name="Ada Quill"), make_user(Role.moderator)
    make_decision(comment, ModerationAct.APPROVE, by=first, seen_status=CommentStatus.HELD)
    with pytest.raises(Conflict, match="by Ada Quill: it is published now"):
        make_decision(comment, ModerationAct.REJECT, by=second, seen_status=CommentStatus.HELD)
    db.session.expire_all()
    assert (comment.status, decisions()) == (CommentStatus.PUBLISHED, [("held", "published")])


def test_of_two_moderators_at_the_same_moment_one_decides(app: Flask) -> None:
    with app.app_context():
        comment_id = make_comment(make_post(), status=CommentStatus.HELD).id
        people = [make_user(Role.moderator, name=name).id for name in ("Ada Quill", "Bo Tern")]
    together = Barrier(2)

    def press(person: int, act: ModerationAct) -> str:
        with app.app_context():
            comment, by = db.session.get_one(Comment, comment_id), db.session.get_one(User, person)
            together.wait(timeout=10)
            try:
                make_decision(comment, act, by=by, seen_status=CommentStatus.HELD)
            except DomainError as error:
                return error.message
            return by.name

    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(press, people, (ModerationAct.APPROVE, ModerationAct.REJECT)))
    with app.app_context():
        (decision,) = db.session.scalars(sa.select(Decision))
        decider = db.session.get_one(User, decision.decided_by_id).name
        assert decider in said
        assert sum(f"meanwhile by {decider}" in words for words in said) == 1
        comment = db.session.get_one(Comment, comment_id)
        assert (comment.status, comment.post.comment_count) == (decision.now, comment.status == "published")


@pytest.mark.parametrize("statement", [sa.update(Decision).values(act="approve"), sa.delete(Decision)])
def test_a_decision_never_changes(context: Flask, statement: sa.Executable) -> None:
    make_decision(make_comment(make_post()), ModerationAct.REMOVE)
    with pytest.raises(DBAPIError, match="a decision never changes"), writing():
        db.session.execute(statement)
    assert decisions() == [("published", "removed")]


def test_a_decision_that_fails_later_leaves_no_record(context: Flask) -> None:
    comment = make_comment(make_post(), status=CommentStatus.HELD)
    moderator = make_user(Role.moderator)
    with pytest.raises(RuntimeError), writing():
        decide(comment, ModerationAct.APPROVE, by=moderator)
        raise RuntimeError
    assert (comment.status, decisions(), db.session.get_one(Post, comment.post_id).comment_count) == (
        "held",
        [],
        0,
    )
