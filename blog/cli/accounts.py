"""The operator's commands for people: the owner's link, new accounts, the list."""

import sys

import click
from flask.cli import AppGroup, with_appcontext

from blog.accounts import owner, passwords, people
from blog.accounts.links import whole_url
from blog.accounts.recovering import reset_link
from blog.accounts.roles import Role
from blog.cli.outcome import refusals_told
from blog.clock import now
from blog.transactions import writing

users = AppGroup("users", help="Make accounts and list them.")


@click.command("setup-link")
@with_appcontext
@refusals_told
def setup_link() -> None:
    """Print a one-time link that creates the owner's account.

    It is good for 24 hours and ends every link printed before. Fails once the site has an owner.
    """
    with writing():
        token = owner.make_setup_link()
    click.echo(whole_url("setup.page", token=token))


@users.command("create")
@click.argument("email")
@click.option("--name", required=True, help="The display name.")
@click.option(
    "--role", "roles", multiple=True, required=True, type=click.Choice(list(Role)), help="May be repeated."
)
@click.option(
    "--password-stdin", is_flag=True, help="Read the password from the first line of standard input."
)
@refusals_told
def create(email: str, name: str, roles: tuple[Role, ...], password_stdin: bool) -> None:
    """Make an account for EMAIL, confirmed already.

    Without a password it prints a link, good for a day, to the page where the person sets one.
    """
    password_hash = passwords.hashed(sys.stdin.readline().rstrip("\r\n")) if password_stdin else None
    with writing():
        person = people.create_person(
            email=email, name=name, roles=map(Role, roles), password=password_hash, confirmed_at=now()
        )
    click.echo(f"Made {person.email} ({', '.join(sorted(person.roles))}).")
    if not password_stdin:
        click.echo(f"To set the password, open {reset_link(person)}")


@users.command("list")
def list_() -> None:
    """List everyone: address, name, roles, and whether the address is confirmed; tabs between."""
    after: int | None = 0
    while after is not None:
        found, after = people.page_of_people(after)
        for person in found:
            state = "confirmed" if person.confirmed_at else "not confirmed"
            click.echo("\t".join((person.email, person.name, ", ".join(sorted(person.roles)), state)))
