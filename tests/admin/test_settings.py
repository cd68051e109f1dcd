"""The site's settings, and whether its mail is real."""

from dataclasses import replace

import pytest
from flask import Flask

from blog.accounts.roles import Role
from blog.extensions import db
from blog.jobs import run_due
from blog.site import Site
from tests.client import Reader
from tests.factories import make_user
from tests.outbox import mails


@pytest.fixture(autouse=True)
def _owner(app: Flask, reader: Reader) -> None:
    with app.app_context():
        make_user(Role.owner, email="olga@harbourline.example")
    reader.sign_in("olga@harbourline.example").get("/admin/settings/")


def test_the_site_is_renamed(app: Flask, reader: Reader) -> None:
    reader.submit("Save settings", name="Harbour Notes", language="fr", time_zone=" Asia/Tokyo ")
    assert "saved" in reader.text
    with app.app_context():
        site = db.session.get_one(Site, 1)
        assert (site.name, site.language, site.time_zone) == ("Harbour Notes", "fr", "Asia/Tokyo")


@pytest.mark.parametrize(
    ("field", "typed"), [("name", " "), ("time_zone", "Mars/Olympus"), ("language", "xx")]
)
def test_a_bad_field_is_named_and_the_rest_is_kept(
    app: Flask, reader: Reader, field: str, typed: str
) -> None:
    url, data = reader.filled("Save settings", name="Kept", time_zone="Asia/Tokyo", language="fr")
    reader.post(url, data=data | {field: typed})
    assert reader.status == 422
    assert reader.error_beside(field)
    if field != "name":
        assert reader.page.xpath("//input[@name='name']/@value") == ["Kept"]
    with app.app_context():
        assert db.session.get(Site, 1) is None


def test_mail_in_files_is_said_with_the_folder(app: Flask, reader: Reader) -> None:
    assert str(app.config["SETTINGS"].instance_dir / "outbox") in reader.text


def test_a_test_mail_says_what_became_of_it(app: Flask, reader: Reader) -> None:
    reader.submit("Send a test mail")
    assert "waiting for the job worker" in reader.text
    page = reader.answer.request.full_path
    (mail,) = mails(app)
    assert mail["To"] == "olga@harbourline.example"
    assert "It was not sent to anyone" in reader.get(page).text


def test_a_test_mail_that_fails_says_why(app: Flask, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = replace(app.config["SETTINGS"], mail_url="smtp://127.0.0.1:1", site_url="http://localhost")
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    reader.get("/admin/settings/").submit("Send a test mail")
    page = reader.answer.request.full_path
    with app.app_context():
        run_due()
    assert "was not sent. 127.0.0.1 said: ConnectionRefusedError" in reader.get(page).text


def test_the_outcome_of_someone_elses_mail_is_nobodys_business(app: Flask, reader: Reader) -> None:
    reader.submit("Send a test mail")
    page = reader.answer.request.full_path
    with app.app_context():
        make_user(Role.owner, email="otto@harbourline.example")
    assert "waiting" not in Reader(app).sign_in("otto@harbourline.example").get(page).text


def test_players_are_chosen_by_their_sites(app: Flask, reader: Reader) -> None:
    chosen = reader.page.xpath("//input[@name='player_providers'][@checked]/@value")
    assert "Vimeo" in chosen
    assert "TED" not in chosen
    url, data = reader.filled("Save players")
    reader.post(url, data=data | {"player_providers": ["TED", "Vimeo"]})
    assert reader.page.xpath("//input[@name='player_providers'][@checked]/@value") == ["Vimeo", "TED"]
    with app.app_context():
        assert db.session.get_one(Site, 1).player_providers == ["Vimeo", "TED"]
    reader.post(url, data=data | {"player_providers": ["Nothing Such"]})
    assert reader.status == 422


def test_whether_an_archive_is_told_and_the_most_reposted_are_chosen(app: Flask, reader: Reader) -> None:
    assert not reader.page.xpath("//input[@name='tells_archive'][@checked]")
    url, data = reader.filled("Save statements", share_limit=" 60 % ")
    reader.post(url, data=data | {"tells_archive": "yes"})
    assert reader.page.xpath("//input[@name='tells_archive'][@checked]")
    with app.app_context():
        site = db.session.get_one(Site, 1)
        assert (site.share_limit, site.tells_archive, site.name) == (60, True, "Rejoinder")
    reader.send(reader.filled("Save settings", name="Harbour Notes"))
    with app.app_context():
        assert db.session.get_one(Site, 1).tells_archive


@pytest.mark.parametrize("typed", ["", "0", "101", "-5", "half", "٣٠", "9" * 5000])
def test_a_share_that_is_no_percentage_is_named_and_kept(app: Flask, reader: Reader, typed: str) -> None:
    url, data = reader.filled("Save statements", share_limit=typed)
    reader.post(url, data=data | {"tells_archive": "yes"})
    assert reader.status == 422
    assert "from 1 to 100" in reader.error_beside("share_limit")
    assert reader.page.xpath("//input[@name='tells_archive'][@checked]")
    with app.app_context():
        assert db.session.get(Site, 1) is None
