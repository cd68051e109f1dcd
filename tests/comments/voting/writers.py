"""Many people writing into one thread at once, by the rules that pages use; and what must be true afterwards.

They write as they do on a site: from a few processes, each with a few threads (`blog.cli.web_workers`).
"""

import multiprocessing
import random
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field

import sqlalchemy as sa
from flask import Flask, g

from blog import create_app
from blog.accounts.models import User
from blog.comments.models import Comment, CommentStatus, Vote
from blog.comments.policy.models import CommentSettings
from blog.comments.voting.recount import recount_post
from blog.comments.voting.votes import unvote, vote
from blog.comments.writing.posting import post_comment, prepare_comment
from blog.config import Settings
from blog.errors import DomainError
from blog.extensions import db
from blog.posts.models import CommentPolicy, Post
from blog.transactions import writing
from tests.factories import make_comment, make_post, make_user

# Threads of a process.
THREADS = 4
# Of each writer's acts: new comments, votes, votes taken back, and a form sent twice.
ACTS = ("post", "vote", "vote", "unvote", "again")


@dataclass
class Done:
    """What one writer did: the forms that were taken, and the votes that stand in the end."""

    forms: set[str] = field(default_factory=set)
    votes: set[int] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Scene:
    post_id: int
    writers: list[int]
    roots: list[int]


def set_the_scene(app: Flask, writers: int) -> Scene:
    """A post that takes comments at once, some comments to vote for, and writers who are no newcomers."""
    with app.app_context():
        with writing():
            db.session.merge(CommentSettings(id=1, has_votes=True))
        g.pop("comment_settings", None)
        post = make_post(policy=CommentPolicy.OPEN)
        roots = [make_comment(post).id for _ in range(8)]
        people = [make_user() for _ in range(writers)]
        for person in people:  # whoever has been published here is not held
            make_comment(make_post(policy=CommentPolicy.OPEN), author=person)
        return Scene(post.id, [person.id for person in people], roots)


def write_at_once(app: Flask, scene: Scene, acts: int) -> list[Done]:
    """Each writer does so many acts, all at once; returns what each did, in the scene's order."""
    settings: Settings = app.config["SETTINGS"]
    groups = [scene.writers[start : start + THREADS] for start in range(0, len(scene.writers), THREADS)]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(len(groups), mp_context=context) as pool:
        works = [pool.submit(_write_together, settings, scene, group, acts) for group in groups]
        return [done for work in works for done in work.result()]


def _write_together(settings: Settings, scene: Scene, people: list[int], acts: int) -> list[Done]:
    app = create_app(settings)
    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(lambda person: _write(app, scene, person, acts), people))


def _write(app: Flask, scene: Scene, person_id: int, acts: int) -> Done:
    dice, done = random.Random(person_id), Done()
    for number in range(acts):
        with app.app_context():
            try:
                _act(scene, db.session.get_one(User, person_id), number, dice, done)
            except DomainError as error:
                done.refused.append(error.message)
    return done


def _act(scene: Scene, by: User, number: int, dice: random.Random, done: Done) -> None:
    act, comment_id = ACTS[number % len(ACTS)], dice.choice(scene.roots)
    if act in ("post", "again"):
        form = f"{by.id}-{number if act == 'post' else number - number % len(ACTS)}"
        body = prepare_comment(f"Said by {form}.")
        parent = (
            None if int(form.split("-")[1]) % 2 else scene.roots[int(form.split("-")[1]) % len(scene.roots)]
        )
        with writing():
            post = db.session.get_one(Post, scene.post_id)
            post_comment(post, body, parent_id=parent, form_id=form, by=db.session.merge(by))
        done.forms.add(form)
        return
    with writing():
        (vote if act == "vote" else unvote)(db.session.get_one(Comment, comment_id), by=by)
    (done.votes.add if act == "vote" else done.votes.discard)(comment_id)


def losses(app: Flask, scene: Scene, done: list[Done]) -> list[str]:
    """What was lost or doubled, and every count that is wrong: nothing, if all is well."""
    with app.app_context():
        forms = list(db.session.scalars(sa.select(Comment.form_id).where(Comment.post_id == scene.post_id)))
        votes = {(row[0], row[1]) for row in db.session.execute(sa.select(Vote.person_id, Vote.comment_id))}
        held = db.session.scalar(sa.select(sa.func.count()).where(Comment.status != CommentStatus.PUBLISHED))
        with writing():
            wrong = [str(one) for one in recount_post(db.session.get_one(Post, scene.post_id))]
    sent = {form for each in done for form in each.forms}
    given = {(person, one) for person, each in zip(scene.writers, done, strict=True) for one in each.votes}
    lost = [f"{len(sent - set(forms))} comments lost"] if sent - set(forms) else []
    doubled = len(forms) - len(set(forms))
    lost += [f"{doubled} comments doubled"] if doubled else []
    lost += [f"{len(votes ^ given)} votes differ"] if votes != given else []
    lost += [f"{held} comments held"] if held else []
    return [*lost, *(one for each in done for one in each.refused), *wrong]
