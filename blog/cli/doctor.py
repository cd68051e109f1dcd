"""`flask doctor`: whether everything that the site stands on is as it should be."""

import sys

import click
from flask.cli import with_appcontext

from blog.cli.checks import DATABASE, checks, found_by
from blog.cli.checks.findings import Finding, State
from blog.cli.outcome import printable
from blog.reading.words import counted

COLOURS = {State.OK: "green", State.LOOK: "yellow", State.BROKEN: "red"}


@click.command("doctor")
@click.option(
    "--read",
    is_flag=True,
    help="Compare every kept copy with its digest, and count every thread again; takes a while.",
)
@with_appcontext
def doctor(read: bool) -> None:
    """Check settings, database, storage, kept copies, the chains of statements and decisions, mail and jobs.

    Changes nothing. Ends with 0, or with 1 where something is broken.
    """
    found: list[Finding] = []
    for name, check in checks(read=read).items():
        told = found_by(name, check)
        found += told
        for finding in told:
            _tell(finding)
        if name == DATABASE and any(finding.state is State.BROKEN for finding in told):
            click.echo("What needs the database was not looked at.")
            break
    broken, looks = (sum(f.state is state for f in found) for state in (State.BROKEN, State.LOOK))
    if broken:
        click.echo(f"\n{counted(broken, 'thing is', 'things are')} broken.")
        sys.exit(1)
    click.echo(f"\n{counted(looks, 'thing')} to look at, nothing is broken." if looks else "\nAll is well.")


def _tell(finding: Finding) -> None:
    state = click.style(f"{finding.state.value:<8}", fg=COLOURS[finding.state])
    click.echo(f"{state}{finding.what}: {printable(finding.words)}")
