import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.embed.models import Player
from blog.embed.players.choosing import choose_providers
from blog.embed.players.keeping import keep_found
from blog.embed.players.looking_up import Found
from blog.embed.players.placing import FETCH
from blog.embed.players.providers import USUAL
from blog.errors import Forbidden, Invalid
from blog.extensions import db
from blog.jobs import Job
from blog.site import current_site
from blog.transactions import writing
from tests.factories import make_user
from tests.statements import keep_draft

TALK = "https://www.ted.com/talks/on_lamps"
FILM = "https://vimeo.com/12345"


@pytest.fixture
def owner(context: Flask) -> User:
    """With a talk of a provider that is not allowed, known by its page, and a film of one that is."""
    owner = make_user(Role.owner)
    keep_draft(owner, body=f"/// embed | {TALK}\n///\n\n/// embed | {FILM}\n///")
    with writing():
        for player in db.session.scalars(sa.select(Player)):
            keep_found(player, Found(provider="Vimeo" if player.url == FILM else "", title="On lamps"), None)
        db.session.execute(sa.delete(Job))
    return owner


def choose(*names: str, by: User) -> None:
    with writing():
        choose_providers(names, by=by)


def asked_for() -> list[str]:
    """The addresses of the players that wait to be fetched."""
    jobs = db.session.scalars(sa.select(Job).where(Job.task == FETCH))
    return [db.session.get_one(Player, job.arguments["player_id"]).url for job in jobs]


def test_a_provider_that_comes_in_is_asked_for_what_is_placed(owner: User) -> None:
    choose("TED", "Vimeo", by=owner)
    assert current_site().player_providers == ["Vimeo", "TED"]
    assert asked_for() == [TALK]
    assert db.session.scalars(sa.select(Player).where(Player.url == TALK)).one().expires_at is None


def test_nobody_need_be_allowed(owner: User) -> None:
    choose(by=owner)
    assert current_site().player_providers == []
    assert asked_for() == []


def test_the_usual_choice_grows_with_the_program(owner: User) -> None:
    choose("TED", by=owner)
    choose(*reversed(USUAL), by=owner)
    assert current_site().player_providers is None


def test_only_who_manages_the_site_chooses_and_only_from_the_list(owner: User) -> None:
    with pytest.raises(Forbidden):
        choose("TED", by=make_user(Role.editor))
    with pytest.raises(Invalid):
        choose("TED", "Nothing Such", by=owner)
    assert current_site().player_providers is None
