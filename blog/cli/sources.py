"""`flask sources …`."""

import sys
from collections.abc import Callable
from pathlib import Path

import click
from flask.cli import AppGroup

from blog.cli.outcome import printable, refusals_told
from blog.cli.packs import verify
from blog.embed.checking.recording import Recorded
from blog.errors import Invalid, NotFound
from blog.extensions import db
from blog.posts.capturing import capture, keep_given
from blog.posts.rounds import in_turn, watched
from blog.posts.watching import check_source, check_unasked
from blog.reading.statements import version_path
from blog.sources.adding import LIMITS, typed_date
from blog.sources.capturing import copy_of_file
from blog.sources.confirmed import is_missed
from blog.sources.keeping import find
from blog.sources.models import Source, Text
from blog.sources.urls import canonical_url
from blog.transactions import writing
from blog.typed import line

sources = AppGroup("sources", help="Keep statements, look at their originals, check evidence packs.")
sources.add_command(verify)
# Fewer are over before a bar would tell anything.
LONG = 5


@sources.command("add")
@click.argument("url")
@click.option("--file", "file", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--stated", default="", help="The day that this version is of, where it is an earlier one.")
@click.option("--publisher", default="", help="Who published it; guessed from the file where left out.")
@click.option("--title", default="", help="Its headline; guessed from the file where left out.")
@click.option("--byline", default="", help="Who signed it; guessed from the file where left out.")
@click.option("--date", "date_words", default="", help="Its date, such as 2025-05-14.")
@click.option("--language", default="", help="Its language, such as en; the site's where nothing says it.")
@refusals_told
def add(url: str, file: Path, stated: str, date_words: str, **typed: str) -> None:
    """Keep the statement at URL as it stands in a FILE of HTML, text, PDF or WARC.

    The copy says "uploaded": nobody compared it with the original. What is known of a statement already stays.
    """
    day = typed_date(date_words)
    named = {
        name: line(value, field=name, limit=LIMITS[name], what=f"The {name}") for name, value in typed.items()
    }
    named["published"] = day.isoformat() if day else ""
    address = canonical_url(url)
    copy = copy_of_file(file.read_bytes(), url=address, name=file.name, stated_on=typed_date(stated))
    with writing():
        text, is_new = keep_given(address, copy, by=None, named=named)
        told = _kept(text, is_new)
    click.echo(told)


@sources.command("capture")
@click.argument("url")
@refusals_told
def capture_now(url: str) -> None:
    """Fetch the page at URL and keep it, or a new version of it.

    The address of a copy in a web archive keeps an earlier version of its original.
    """
    text_id, is_new = capture(canonical_url(url), by=None)
    click.echo(_kept(db.session.get_one(Text, text_id), is_new))


@sources.command("check")
@click.argument("url", default="")
@click.option("--all", "is_all", is_flag=True, help="Look at every watched statement, due or not.")
@refusals_told
def check(url: str, is_all: bool) -> None:
    """Look at the originals that are due, or at the one at URL: a line for each.

    One host is left some time between two looks, and what its robots.txt asks programs not to fetch is not looked
    at; the one at URL, which you ask for, is.
    """
    if url and is_all:
        raise click.UsageError("Give a URL or --all, not both.")
    if url:
        click.echo(_looked(_known(url), check_source))
        return
    ids = watched(due_only=not is_all)
    if not ids:
        click.echo("No watched statement is due." if not is_all else "No statement is watched.")
    # The bar stands on standard error, so that the lines can be kept; a terminal's line is cleared for each.
    is_drawn = len(ids) >= LONG and sys.stderr.isatty()
    turns = in_turn(ids)
    with click.progressbar(turns, len(ids), "Looking", file=sys.stderr, hidden=not is_drawn) as bar:
        for source in bar:
            looked = _looked(source, check_unasked)
            click.echo("\r\x1b[K" if is_drawn else "", nl=False, err=True)
            click.echo(looked)


def _kept(text: Text, is_new: bool) -> str:
    snapshot, source = text.snapshot, text.snapshot.source
    if not is_new:
        return printable(
            f"Nothing new: version {snapshot.version} is what stands there: {version_path(snapshot)}"
        )
    missed = ". The blocks that were chosen to be the statement are not in it" if is_missed(text) else ""
    return printable(
        f"Kept “{source.title}” by {source.publisher}, version {snapshot.version} ({snapshot.method.value}), "
        f"{len(text.blocks)} blocks: {version_path(snapshot)}{missed}"
    )


def _known(url: str) -> Source:
    source = find(canonical_url(url))
    if source is None:
        raise NotFound("No statement of this address is kept. Capture it first: flask sources capture URL")
    return source


def _looked(source: Source, check: Callable[[Source], Recorded | None]) -> str:
    try:
        result = check(source)
    except Invalid as refusal:
        return printable(f"failed     {source.url}  {refusal.message}")
    if result is None:
        return printable(f"put off    {source.url}  its host was looked at a moment ago")
    words = f"version {result.text.snapshot.version} kept" if result.text else result.check.detail
    return printable(f"{result.check.outcome.value:<9}  {source.url}  {words}").rstrip()
