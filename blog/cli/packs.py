"""`flask sources verify`: an evidence pack checked, with nothing else at hand."""

import sys
from pathlib import Path

import click

from blog.cli.outcome import printable
from blog.embed.rechecking import recheck
from blog.sources.packs.checking import Outcome, check_pack
from blog.sources.packs.opening import MOST_BYTES

# How a line of a check begins.
SIGNS = {Outcome.HOLDS: "ok  ", Outcome.NOTE: "note", Outcome.FAILS: "FAIL"}


@click.command("verify")
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
        click.echo(f"{SIGNS[line.outcome]}  {printable(line.words)}")
    if any(line.outcome is Outcome.FAILS for line in lines):
        sys.exit(1)
    if opened is not None:
        number, source = opened.capture.version, opened.source
        chain = next(version.chain_sha256 for version in opened.versions if version.number == number)
        click.echo(
            printable(f"This pack is as it was made: “{source.title}”, version {number} of {source.url}")
        )
        click.echo(f"Compare its chain hash with one that the site showed or that you noted: {chain}")
