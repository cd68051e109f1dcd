"""“Read first”: short questions on a post's statement, answered with one's first comment below it.

Which choice is right never leaves the server, and neither does which answer was wrong.
"""

from collections.abc import Mapping

import sqlalchemy as sa

from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.comments.models import Comment, CommentStatus
from blog.comments.moderation.measures import current
from blog.comments.moderation.models import MeasureKind
from blog.comments.policy.models import Question, ReadPass
from blog.comments.policy.questions import questions_of
from blog.comments.policy.settings import comment_settings
from blog.database import row_number
from blog.errors import Invalid
from blog.extensions import db
from blog.posts.models import Post

# Who has written so often, and was let stand, has shown what they come for.
TRUSTED_AFTER = 5
FIELD = "answer-"
ASKED = (
    "This post asks those who comment to have read the statement. Answer its questions, then send this again: your "
    "text is kept below."
)
WRONG = (
    "Not all of that is what the statement says. Your text is kept below: look the answers up in the statement, then "
    "send it again."
)


def asked_of(post: Post, person: User | None) -> list[Question]:
    """The questions that `person` has yet to answer before commenting here; none for who is trusted."""
    if not comment_settings().has_read_first or not (questions := questions_of(post)):
        return []
    if person is None:
        return questions
    return [] if _has_passed(post, person) or is_trusted(person) else questions


def is_trusted(person: User) -> bool:
    """Whether somebody is asked no questions: staff, who a moderator trusts, and who wrote here often enough."""
    if person.may(Act.ENTER_DESK) or MeasureKind.TRUSTED in current(person):
        return True
    theirs = sa.select(Comment.id).where(
        Comment.author_id == person.id, Comment.status == CommentStatus.PUBLISHED
    )
    return len(db.session.scalars(theirs.limit(TRUSTED_AFTER)).all()) == TRUSTED_AFTER


def answer(post: Post, answers: Mapping[int, str], *, by: User | None) -> bool:
    """Check the answers of who has to give any, and ask the person no more on this post; returns whether they had to.

    Raises `Invalid` beside questions. Whoever is signed out is let pass when they are known.
    """
    if not (questions := asked_of(post, by)):
        return False
    _check(questions, answers)
    if by is not None:
        let_pass(post, by=by)
    return True


def let_pass(post: Post, *, by: User) -> None:
    """Ask the person no more on this post."""
    if not _has_passed(post, by):
        db.session.add(ReadPass(post_id=post.id, person_id=by.id))
        db.session.flush()


def answers_in(form: Mapping[str, str]) -> dict[int, str]:
    """What was chosen, by question, in a form whose fields are named by `field_of`."""
    numbers = {name: row_number(name.removeprefix(FIELD)) for name in form if name.startswith(FIELD)}
    return {number: form[name] for name, number in numbers.items() if number is not None}


def field_of(question: Question) -> str:
    """The name of the form's field for the question."""
    return f"{FIELD}{question.id}"


def _check(questions: list[Question], answers: Mapping[int, str]) -> None:
    if any(question.id not in answers for question in questions):
        raise Invalid("Choose an answer to each question.", field="questions")
    if any(answers[question.id] != str(question.right) for question in questions):
        raise Invalid(WRONG, field="questions")


def _has_passed(post: Post, person: User) -> bool:
    return db.session.get(ReadPass, (post.id, person.id)) is not None
