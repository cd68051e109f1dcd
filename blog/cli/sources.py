"""`flask sources …`."""

import sys
from pathlib import Path

import click
from flask.cli import AppGroup

from blog.cli.outcome import refusals_told, text_of
from blog.embed.rechecking import recheck
from blog.site import current_site
from blog.sources.adding import Statement, add_pasted
from blog.sources.packs.checking import Outcome, check_pack
from blog.sources.packs.opening import MOST_BYTES
from blog.transactions import writing

sources = AppGroup("sources", help="Add statements; check evidence packs.")
# How a line of a check begins.
SIGNS = {Outcome.HOLDS: "ok  ", Outcome.NOTE: "note", Outcome.FAILS: "FAIL"}


@sources.command("add")
@click.argument("url")
@click.option("--file", "file", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--publisher", default="", help="Who published it; guessed from the text where left out.")
@click.option("--title", default="", help="Its headline; guessed from the text where left out.")
@click.option("--byline", default="", help="Who signed it; guessed from the text where left out.")
@click.option("--date", "date_words", default="", help="Its date, such as 2025-05-14.")
@click.option("--language", default="", help="Its language, such as en; the site's where left out.")
@refusals_told
def add(
    url: str, file: Path, publisher: str, title: str, byline: str, date_words: str, language: str
) -> None:
    """Keep the statement at URL as it stands in a FILE of text or HTML.

    The copy says “pasted”: nobody compared it with the original.
    """
    raw = text_of(file)
    statement = Statement.parse(
        raw,
        url=url,
        publisher=publisher,
        title=title,
        byline=byline,
        date_words=date_words,
        language=language or current_site().language,
    )
    with writing():
        text = add_pasted(statement, by=None)
        path = f"/statements/{text.snapshot.source_id}/versions/{text.snapshot.version}/"
    click.echo(f"Kept “{statement.title}” by {statement.publisher}, {len(text.blocks)} blocks: {path}")


@sources.command("verify")
@click.argument("pack", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify(pack: Path) -> None:
    """Check the evidence pack PACK, with nothing else at hand: no database, no network.

    Prints a line for each check. The exit status is 0 where all hold, 1 where one does not.
    """
    with pack.open("rb") as file:
        opened, lines = check_pack(file.read(MOST_BYTES + 1))
    if opened is not None:
        lines += recheck(opened)
    for line in lines:
        click.echo(f"{SIGNS[line.outcome]}  {_shown(line.words)}")
    if any(line.outcome is Outcome.FAILS for line in lines):
        sys.exit(1)
    if opened is not None:
        number, source = opened.capture.version, opened.source
        chain = next(version.chain_sha256 for version in opened.versions if version.number == number)
        click.echo(_shown(f"This pack is as it was made: “{source.title}”, version {number} of {source.url}"))
        click.echo(f"Compare its chain hash with one that the site showed or that you noted: {chain}")


def _shown(words: str) -> str:
    """Words that came with a pack, for a terminal: with nothing in them that a terminal obeys."""
    return "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in words
    )
