"""`flask posts …`, `flask rerender` and `flask demo`."""

from pathlib import Path

import click
import sqlalchemy as sa
from flask.cli import AppGroup, with_appcontext

from blog.accounts.people import find_person
from blog.cli.outcome import refusals_told, text_of
from blog.comments.models import Comment
from blog.demo.loading import is_empty, load
from blog.errors import DomainError, Invalid
from blog.extensions import db
from blog.markup import comment as comment_html
from blog.posts.models import Post
from blog.posts.publishing.states import publish
from blog.posts.writing.files import read_post_file
from blog.posts.writing.saving import create, place, prepare, prepare_again, take_turn
from blog.transactions import writing

posts = AppGroup("posts", help="Publish posts from files.")


@posts.command("publish")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@refusals_told
def publish_file(file: Path) -> None:
    """Publish FILE: Markdown with YAML front matter.

    The front matter holds title and author (an address), and may hold slug, gist, tags, published and policy
    (hold-first or closed). Statements that the file names must have been added before.
    """
    read = read_post_file(text_of(file))
    author = find_person(read.author)
    if author is None:
        raise Invalid(
            f"author: nobody here has the address {read.author!r}. See `flask --app wsgi users list`."
        )
    prepared = prepare(read.draft, pins={})
    with writing():
        post = create(prepared, by=author)
        publish(post, by=author, at=read.published)
    click.echo(f"Published at {post.path}")


@click.command("rerender")
@with_appcontext
def rerender() -> None:
    """Make all stored HTML again from its source, and check every quotation again."""
    failures: list[str] = []
    with click.progressbar(list(db.session.scalars(sa.select(Post.id))), label="Posts") as ids:
        for post_id in ids:
            failures += _rerender_post(post_id)
    with click.progressbar(list(db.session.scalars(sa.select(Comment.id))), label="Comments") as ids:
        for comment_id in ids:
            failures += _rerender_comment(comment_id)
    if failures:
        raise click.ClickException("These were left as they were:\n" + "\n".join(failures))


def _rerender_post(post_id: int) -> list[str]:
    """Why the post could not be rendered, if it could not."""
    post = db.session.get_one(Post, post_id)
    try:
        prepared = prepare_again(post)
    except DomainError as error:
        return [f"post {post_id}, “{post.title}”: {error.message}"]
    seen = post.revision
    with writing():
        take_turn(post)
        if post.revision == seen:
            place(post, prepared)
            return []
    return _rerender_post(post_id)  # someone saved it meanwhile


def _rerender_comment(comment_id: int) -> list[str]:
    comment = db.session.get_one(Comment, comment_id)
    try:
        html = comment_html(comment.body)
    except DomainError as error:
        return [f"comment {comment_id}: {error.message}"]
    with writing():
        comment.html = html
    return []


@click.command("demo")
@with_appcontext
@refusals_told
def demo() -> None:
    """Load the demo: a post, a statement and a thread, all invented. The desk removes it in one click."""
    if not is_empty():
        raise Invalid("This blog has posts already; the demo is only for an empty one.")
    click.echo(f"The demo is at {load().path}")
