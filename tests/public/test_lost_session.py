"""A form that is sent after its session was gone loses nothing."""

from pathlib import Path

import pytest
from flask import Flask
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from blog.accounts.keeping import take_back
from blog.accounts.roles import Role
from blog.extensions import limiter
from blog.limits_storage import SCHEME
from tests.client import Reader
from tests.conftest import Clock
from tests.factories import PASSWORD, make_user
from tests.statements import keep_statement

ADDRESS = "mara@harbourline.example"
NEW = "quite another passphrase"


def person(app: Flask) -> str:
    with app.app_context():
        return make_user().email


class TestLostSessions:
    """Text typed into a form is not lost with the session."""

    @pytest.fixture(autouse=True)
    def _form(self, app: Flask) -> None:
        self.app = app

    def kept(self, reader: Reader, path: str) -> dict[str, str]:
        with self.app.test_request_context(path, headers={"Cookie": cookie(reader)}):
            return take_back(path)

    def test_a_button_without_a_page_of_its_own_leads_to_the_page_above(self, reader: Reader) -> None:
        with self.app.app_context():
            keep_statement()
            address = make_user(Role.owner).email
        reader.sign_in(address)
        reader.post("/admin/sources/1/look", data={})
        assert reader.status == 200
        assert "It is fresh now" in reader.text

    def test_signed_out_meanwhile_the_text_waits_behind_sign_in(self, reader: Reader) -> None:
        address = person(self.app)
        reader.sign_in(address).get("/account/")
        filled = reader.filled("Save", name="A name typed at length")
        Reader.sign_in(other := Reader(self.app), address)
        other.get("/account/password").submit("Change password", old_password=PASSWORD, password=NEW)
        reader.post(filled[0], data=filled[1], headers={"Referer": "http://localhost/account/?a=b#c"})
        assert reader.url == "/login"
        assert "what you wrote is kept" in reader.text
        reader.submit("Sign in", email=address, password=NEW)
        assert reader.answer.request.full_path.startswith("/account/?a=b")
        assert self.kept(reader, "/account/") == {"name": "A name typed at length"}
        assert self.kept(reader, "/elsewhere") == {}

    def test_a_stale_token_leads_back_to_the_form(self, reader: Reader) -> None:
        reader.sign_in(person(self.app))
        reader.post(
            "/account/",
            data={"name": "Typed", "csrf_token": "stale"},
            headers={"Referer": "http://localhost/account/"},
        )
        assert reader.url == "/account/"
        assert "What you wrote is in the form again" in reader.text
        assert reader.page.xpath("//input[@name='name']/@value") == ["Typed"]
        reader.submit("Save", name="Typed")
        assert self.kept(reader, "/account/") == {}

    def test_a_site_that_cannot_count_keeps_the_text(
        self, reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        reader.sign_in(person(self.app))
        unusable = storage_from_string(f"{SCHEME}://{tmp_path}/missing/limits.sqlite3")
        monkeypatch.setattr(limiter, "_limiter", FixedWindowRateLimiter(unusable))
        monkeypatch.setattr(limiter, "enabled", True)
        reader.post("/account/", data={"name": "Typed"}, headers={"Referer": "http://localhost/account/"})
        assert reader.page.xpath("//input[@name='name']/@value") == ["Typed"]

    def test_another_site_cannot_say_where_to_go(self, reader: Reader) -> None:
        reader.sign_in(person(self.app))
        reader.post("/account/", data={"name": "x"}, headers={"Referer": "http://evil.example/path"})
        assert reader.url == "/account/"

    def test_a_referrer_that_cannot_be_read_loses_nothing(self, reader: Reader) -> None:
        reader.sign_in(person(self.app))
        reader.post("/account/", data={"name": "Typed"}, headers={"Referer": "http://[::1"})
        assert reader.page.xpath("//input[@name='name']/@value") == ["Typed"]

    def test_passwords_are_never_kept(self, reader: Reader) -> None:
        reader.get("/login")
        reader.post("/login", data={"email": ADDRESS, "password": PASSWORD, "csrf_token": "stale"})
        assert reader.status == 400
        assert "cookies" in reader.text

    def test_more_than_is_kept_is_refused_with_the_limit(self, reader: Reader) -> None:
        reader.sign_in(person(self.app))
        reader.post("/account/", data={"name": "x" * (2 * 1024 * 1024 + 1)})
        assert reader.status == 413
        assert "2 MiB" in reader.text

    def test_json_gets_a_problem_document(self, reader: Reader) -> None:
        reader.post("/account/", data={"name": "x"}, headers={"Accept": "application/json"})
        assert (reader.status, reader.answer.mimetype) == (400, "application/problem+json")

    def test_kept_text_goes_after_a_day(self, reader: Reader, stopped_clock: Clock) -> None:
        reader.sign_in(person(self.app))
        reader.post("/account/", data={"name": "Typed"}, headers={"Referer": "http://localhost/account/"})
        assert self.kept(reader, "/account/") == {"name": "Typed"}
        stopped_clock.move(hours=25)
        assert self.kept(reader, "/account/") == {}


def cookie(reader: Reader) -> str:
    found = reader.client.get_cookie("session")
    return f"session={found.value}" if found else ""


def test_what_is_too_much_to_keep_is_refused_at_the_desk_too(reader: Reader) -> None:
    reader.post("/admin/posts/new", data={"title": "Mine", "body": "x" * (2 * 1024 * 1024 + 1)})
    assert reader.status == 413
    assert "your browser still has it" in reader.text
