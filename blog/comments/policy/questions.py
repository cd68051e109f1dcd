"""The questions that a post asks on its statement: written by who may change the post.

As typed, a question's choices stand one a line, the right one first; they are kept, and shown, in another order.
"""

from random import SystemRandom

import sqlalchemy as sa

from blog.accounts.models import User
from blog.comments.policy.models import Question
from blog.errors import Invalid
from blog.extensions import db
from blog.posts.models import Post
from blog.posts.visibility import require_editor
from blog.typed import line, required

# More would be an exam.
MOST_QUESTIONS = 3
LEAST_CHOICES, MOST_CHOICES = 2, 5
WORDS_LIMIT, CHOICE_LIMIT = 300, 200


def questions_of(post: Post) -> list[Question]:
    """The post's questions, whether they are asked or not."""
    return list(
        db.session.scalars(sa.select(Question).where(Question.post_id == post.id).order_by(Question.id))
    )


def write_questions(post: Post, typed: list[tuple[str, str]], *, by: User) -> None:
    """Let these be the post's questions: (words, choices one a line, the right one first); empty ones are left out.

    Who passed before has passed. Raises `Invalid` beside `words-N` or `choices-N`.
    """
    require_editor(post, by)
    kept = [
        _question(post, number, *fields) for number, fields in enumerate(typed) if any(map(str.strip, fields))
    ]
    for question in questions_of(post):
        db.session.delete(question)
    db.session.flush()
    db.session.add_all(kept[:MOST_QUESTIONS])


def as_typed(question: Question) -> tuple[str, str]:
    """The question as its form shows it: the right choice first."""
    right = question.choices[question.right]
    others = [choice for choice in question.choices if choice != right]
    return question.words, "\n".join([right, *others])


def _question(post: Post, number: int, words: str, choices: str) -> Question:
    field = f"words-{number}"
    words = required(
        line(words, field=field, limit=WORDS_LIMIT, what="The question"), field=field, what="The question"
    )
    lines = [each.strip() for each in choices.splitlines() if each.strip()]
    field = f"choices-{number}"
    if not LEAST_CHOICES <= len(lines) <= MOST_CHOICES or len(set(lines)) < len(lines):
        raise Invalid(
            f"Write {LEAST_CHOICES} to {MOST_CHOICES} different answers, one a line, the right one first.",
            field=field,
        )
    lines = [line(each, field=field, limit=CHOICE_LIMIT, what="An answer") for each in lines]
    right = lines[0]
    SystemRandom().shuffle(lines)
    return Question(post_id=post.id, words=words, choices=lines, right=lines.index(right))
