"""`flask comments …`."""

import click
import sqlalchemy as sa
from flask.cli import AppGroup

from blog.comments.voting.tasks import recounted
from blog.extensions import db
from blog.posts.models import Post

comments = AppGroup("comments", help="Look after the threads.")


@comments.command("recount")
def recount() -> None:
    """Count comments, replies and votes again, and repair what is wrong. The worker does so every night."""
    found: list[str] = []
    with click.progressbar(list(db.session.scalars(sa.select(Post.id))), label="Posts") as ids:
        for post_id in ids:
            found += recounted(post_id)
    click.echo("\n".join(found) if found else "Every count is right.")
