"""Loading the demo, through the same rules as everything else."""

import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml

from blog.accounts.models import Grant, Notice, User
from blog.accounts.roles import Role
from blog.clock import now
from blog.comments.models import Comment, CommentStatus
from blog.comments.moderation.deciding import decide
from blog.comments.moderation.models import Reason
from blog.comments.moderation.transitions import ModerationAct
from blog.comments.writing.posting import post_comment, prepare_comment
from blog.extensions import db
from blog.posts.models import Post
from blog.posts.publishing.states import publish
from blog.posts.writing.files import read_post_file
from blog.posts.writing.saving import create, prepare
from blog.sources.adding import Statement, add_pasted
from blog.transactions import writing

FOLDER = Path(__file__).parent
URL = "https://press.skerry-ferries.example/letters/winter-timetable"
# A domain that can never exist (RFC 6761 §6.4): nobody can sign in, reset or be written to.
DOMAIN = "demo.invalid"
# Nobody decides alone about what stands under their own post, so somebody else moderates.
MODERATOR = "vera"
ROLES = {"ines": Role.editor, MODERATOR: Role.moderator}
# How long before the loading the demo's post was published: its thread then fills the time up to now.
AGE = timedelta(hours=48)


def is_empty() -> bool:
    """Whether the blog has no post at all, so that the demo would stand in nobody's way."""
    return db.session.scalar(sa.select(Post.id).limit(1)) is None


def load() -> Post:
    """Load the demo and commit it; returns its post."""
    script = yaml.safe_load((FOLDER / "comments.yaml").read_text("utf-8"))
    file = read_post_file((FOLDER / "post.md").read_text("utf-8"))
    statement = Statement.parse((FOLDER / "letter.html").read_text("utf-8"), url=URL, language="en")
    at = now() - AGE
    with writing():
        people = {key: _person(key, name) for key, name in script["people"].items()}
        add_pasted(statement, by=None, is_demo=True)
    prepared = prepare(file.draft, pins={})
    with writing():
        post = create(prepared, by=db.session.merge(people["ines"]), is_demo=True)
        publish(post, by=post.author, at=at)
        post.updated_at = at  # else its page would call it updated today
        _hold_thread(post, script["comments"], people, at)
        for person in people.values():
            person.active = False
        db.session.execute(sa.delete(Notice).where(Notice.post_id == post.id))  # a play is news to nobody
    return post


def _person(key: str, name: str) -> User:
    """An invented person, able to act while the demo is loaded and never again."""
    person = User(
        email=f"{key}@{DOMAIN}",
        name=name,
        handle=f"demo-{key}",
        fs_uniquifier=secrets.token_hex(16),
        grants=[Grant(role=ROLES[key])] if key in ROLES else [],
    )
    db.session.add(person)
    db.session.flush()
    return person


def _hold_thread(post: Post, script: list[dict[str, Any]], people: dict[str, User], at: datetime) -> None:
    comments: list[Comment] = []
    for place, line in enumerate(script, start=1):
        parent = comments[line["under"] - 1] if "under" in line else None
        prepared = prepare_comment(line["body"])
        comment = post_comment(
            post,
            prepared,
            parent_id=parent.id if parent else None,
            form_id=f"demo-{place}",
            by=people[line["by"]],
        )
        comment.created_at = at + timedelta(hours=line["after"])
        if comment.status is CommentStatus.HELD and "held" not in line:
            decide(comment, ModerationAct.APPROVE, by=people[MODERATOR])
        comments.append(comment)
    for comment, line in zip(comments, script, strict=True):
        if "removed" in line:
            decide(
                comment,
                ModerationAct.REMOVE,
                by=people[MODERATOR],
                reason=Reason.UNKIND,
                words=line["removed"],
            )
