"""`flask comments …`."""

import json
from typing import TextIO

import click
import sqlalchemy as sa
from flask.cli import AppGroup

from blog.accounts.links import site_url
from blog.comments.voting.tasks import recounted
from blog.extensions import db
from blog.posts.models import Post
from blog.reading.comment_feed import exported
from blog.reading.words import counted

comments = AppGroup("comments", help="Look after the threads.")


@comments.command("export")
@click.argument("file", type=click.File("w", encoding="utf-8", lazy=True))
def export(file: TextIO) -> None:
    """Write the comments that everyone sees to FILE (- for the terminal), one JSON object a line.

    Those of people who did not let their comments be exported are left out: they alone change that, in their account.
    """
    written = 0
    for comment in exported(site_url()):
        file.write(json.dumps(comment, ensure_ascii=False) + "\n")
        written += 1
    click.echo(f"{counted(written, 'comment')} written.", err=True)


@comments.command("recount")
def recount() -> None:
    """Count comments, replies and votes again, and repair what is wrong. The worker does so every night."""
    found: list[str] = []
    with click.progressbar(list(db.session.scalars(sa.select(Post.id))), label="Posts") as ids:
        for post_id in ids:
            found += recounted(post_id)
    click.echo("\n".join(found) if found else "Every count is right.")
