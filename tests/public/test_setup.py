"""Setting the site up: one form, by a one-time link."""

import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts.models import SetupLink
from blog.cli import first_run
from blog.extensions import db
from blog.site import Site
from tests.client import Reader
from tests.conftest import Clock

FIELDS = {
    "name": "Mara Lind",
    "email": "mara@harbourline.example",
    "password": "a passphrase of mine",
    "site_name": "Harbour Notes",
    "language": "de",
    "time_zone": "Europe/Berlin",
}


@pytest.fixture
def link(app: Flask) -> str:
    with app.app_context():
        return first_run.lines()[-1].removeprefix("http://localhost")


def test_the_link_makes_the_owner_and_leads_to_the_desk(app: Flask, reader: Reader, link: str) -> None:
    reader.get(link).submit("Set up", **FIELDS)
    assert reader.answer.request.path == "/admin/"
    assert reader.get("/admin/settings/").status == 200
    assert "Harbour Notes" in reader.text
    with app.app_context():
        site = db.session.get_one(Site, 1)
        assert (site.name, site.language, site.time_zone) == ("Harbour Notes", "de", "Europe/Berlin")
        assert first_run.lines() == []


@pytest.mark.parametrize("zone", ["Factory", "localtime"])
def test_a_zone_that_names_no_place_is_neither_offered_nor_taken(
    reader: Reader, link: str, zone: str
) -> None:
    offered = reader.get(link).page.xpath("//datalist/option/@value")
    assert "Europe/Berlin" in offered and "UTC" in offered
    assert zone not in offered
    reader.submit("Set up", **{**FIELDS, "time_zone": zone})
    assert "not a time zone" in reader.error_beside("time_zone")


def test_opening_the_link_uses_nothing_up(app: Flask, reader: Reader, link: str) -> None:
    reader.get(link)
    Reader(app).get(link)
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(SetupLink)) == 1


def test_a_used_link_says_that_there_is_an_owner(app: Flask, reader: Reader, link: str) -> None:
    reader.get(link).submit("Set up", **FIELDS)
    late = Reader(app).get(link)
    assert late.status == 403
    assert "owner already" in late.text


@pytest.mark.parametrize("url", ["/setup", "/setup?token=", "/setup?token=wrong"])
def test_a_wrong_link_says_how_to_get_one(app: Flask, reader: Reader, url: str) -> None:
    assert "flask --app wsgi setup-link" in reader.get(url).text
    assert reader.status == 403


def test_an_expired_link_says_how_to_get_one(
    app: Flask, reader: Reader, link: str, stopped_clock: Clock
) -> None:
    stopped_clock.move(days=1000)
    assert "expired" in reader.get(link).text


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "", "empty"),
        ("email", "nothing", "@-sign"),
        ("password", "short", "at least 10"),
        ("site_name", "", "empty"),
        ("site_name", "x" * 81, "at most 80"),
        ("language", "xx", "languages offered"),
        ("time_zone", "Mars/Olympus", "not a time zone"),
    ],
)
def test_a_bad_field_is_named_and_the_rest_is_kept(
    app: Flask, reader: Reader, link: str, field: str, typed: str, said: str
) -> None:
    reader.get(link)
    url, data = reader.filled("Set up", **FIELDS)
    reader.post(url, data=data | {field: typed})
    assert reader.status == 422
    assert said in reader.error_beside(field)
    for name in {"name", "email", "site_name", "time_zone"} - {field}:
        assert reader.page.xpath("//input[@name=$n]/@value", n=name) == [FIELDS[name]]
    reader.submit("Set up", **FIELDS)
    assert reader.answer.request.path == "/admin/"


@pytest.mark.parametrize("field", sorted({*FIELDS, "token"}))
def test_a_nul_in_any_field_breaks_nothing(reader: Reader, link: str, field: str) -> None:
    address, data = reader.get(link).filled("Set up", **FIELDS)
    assert reader.post(address, data=data | {field: f"{data[field]}\0"}).status in (200, 403, 422)
