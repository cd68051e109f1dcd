"""`flask sources …`."""

from pathlib import Path

import click
from flask.cli import AppGroup

from blog.cli.outcome import refusals_told, text_of
from blog.site import current_site
from blog.sources.adding import Statement, add_pasted
from blog.transactions import writing

sources = AppGroup("sources", help="Add statements.")


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
