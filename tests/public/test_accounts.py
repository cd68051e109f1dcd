"""The pages of accounts, as a person with a browser meets them."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from blog.accounts.models import User
from blog.accounts.roles import Role
from blog.extensions import db, limiter
from blog.jobs import Job
from blog.public.limits import place
from tests.client import Reader
from tests.factories import PASSWORD, make_user
from tests.outbox import link, mails, words

ADDRESS = "mara@harbourline.example"
NEW = "quite another passphrase"


def person(app: Flask, role: Role = Role.reader) -> str:
    with app.app_context():
        return make_user(role).email


def register(reader: Reader, **fields: str) -> Reader:
    fields = {"name": "Mara Lind", "email": ADDRESS, "password": PASSWORD} | fields
    return reader.get("/register").submit("Register", **fields)


def test_a_person_registers_confirms_and_signs_in(app: Flask, reader: Reader) -> None:
    assert "sent a mail to mara@harbourline.example" in register(reader).text
    (mail,) = mails(app)
    assert (mail["To"], mail["From"]) == (ADDRESS, "Rejoinder <noreply@localhost>")
    reader.get(link(mail)).submit("Confirm")
    reader.submit("Sign in", email=ADDRESS, password=PASSWORD)
    assert "Mara Lind" in reader.get("/account/").text


def test_opening_the_link_confirms_nobody(app: Flask, reader: Reader) -> None:
    register(reader)
    reader.get(link(mails(app)[0]))
    with app.app_context():
        assert db.session.scalar(sa.select(User.confirmed_at)) is None


def test_the_unconfirmed_cannot_sign_in_and_are_told_how_to_go_on(app: Flask, reader: Reader) -> None:
    register(reader)
    reader.sign_in(ADDRESS)
    assert "not confirmed yet" in reader.text
    reader.submit("Send a new link", email=ADDRESS)
    assert len(mails(app)) == 2
    reader.get(link(mails(app)[1])).submit("Confirm")
    assert "Sign out" in reader.sign_in(ADDRESS).get("/account/").text


@pytest.mark.parametrize("address", ["/confirm/nonsense", "/reset/nonsense"])
def test_a_link_that_is_not_valid_leads_to_a_new_one(app: Flask, reader: Reader, address: str) -> None:
    assert "not valid" in reader.get(address).text
    assert reader.page.xpath("//input[@name='email']")


def test_an_expired_link_leads_to_a_new_one(
    app: Flask, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(reader)
    monkeypatch.setitem(app.config, "SECURITY_CONFIRM_EMAIL_WITHIN", timedelta(seconds=-1))
    assert "expired" in reader.get(link(mails(app)[0])).text


def test_nobody_learns_whether_an_address_has_an_account(app: Flask) -> None:
    known = person(app)
    for act in (
        lambda r, address: register(r, email=address),
        lambda r, address: r.get("/reset").submit("Send the link", email=address),
        lambda r, address: r.get("/confirm").submit("Send a new link", email=address),
        lambda r, address: r.sign_in(address, "not the password"),
    ):
        answers = []
        for address in (known, "nobody@harbourline.example"):
            reader = act(Reader(app), address)
            answers.append((reader.status, reader.url, reader.text.replace(address, "ADDRESS")))
        assert answers[0] == answers[1]


def test_registering_again_tells_the_owner_of_the_account(app: Flask, reader: Reader) -> None:
    known = person(app)
    register(reader, email=known.upper())
    (mail,) = mails(app)
    assert mail["To"] == known
    assert "already" in mail["Subject"]


def test_registering_again_before_confirming_ends_the_older_link(app: Flask, reader: Reader) -> None:
    register(reader)
    register(reader, password=NEW)
    first, second = mails(app)
    assert "not valid" in reader.get(link(first)).text
    reader.get(link(second)).submit("Confirm")
    assert "Sign out" in reader.sign_in(ADDRESS, NEW).get("/account/").text


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "   ", "display name is empty"),
        ("name", "x" * 81, "81 characters; at most 80"),
        ("email", "", "address is empty"),
        ("email", "mara at harbourline", "@-sign"),
        ("email", "mara@harbourline.example\r\nBcc: all@harbourline.example", "not an address"),
        ("password", "short", "at least 10 characters"),
        ("password", "p" * 1025, "1,025 bytes; at most 1,024"),
    ],
)
def test_a_bad_field_is_named_and_the_rest_is_kept(
    app: Flask, reader: Reader, field: str, typed: str, said: str
) -> None:
    register(reader, **{field: typed})
    assert reader.status == 422
    assert said in reader.error_beside(field)
    kept = {"name": "Mara Lind", "email": ADDRESS}
    kept.pop(field, None)
    for name, value in kept.items():
        assert reader.page.xpath("//input[@name=$n]/@value", n=name) == [value]
    assert mails(app) == []


def test_the_wrong_password_is_answered_beside_the_field(app: Flask, reader: Reader) -> None:
    reader.sign_in(person(app), "not the password")
    assert "No account has this address with this password" in reader.error_beside("password")
    assert reader.status == 422


def test_a_password_of_a_thousand_bytes_works(app: Flask, reader: Reader) -> None:
    long = "é" * 512
    register(reader, password=long)
    reader.get(link(mails(app)[0])).submit("Confirm")
    assert "Sign out" in reader.sign_in(ADDRESS, long).get("/account/").text


def test_a_reset_sets_the_password_once_and_ends_every_session(app: Flask, reader: Reader) -> None:
    address = person(app)
    elsewhere = Reader(app).sign_in(address)
    reader.get("/reset").submit("Send the link", email=address)
    (mail,) = mails(app)
    reader.get(link(mail)).submit("Set password", password=NEW)
    assert "signed out everywhere" in reader.text
    assert elsewhere.get("/account/").url == "/login"
    assert "not valid" in reader.get(link(mail)).text
    assert "was changed" in mails(app)[1]["Subject"]
    assert reader.sign_in(address, NEW).get("/account/").url == "/account/"


def test_resetting_confirms_the_address_too(app: Flask, reader: Reader) -> None:
    register(reader)
    reader.get("/reset").submit("Send the link", email=ADDRESS)
    reader.get(link(mails(app)[-1])).submit("Set password", password=NEW)
    assert reader.sign_in(ADDRESS, NEW).get("/account/").url == "/account/"


def test_changing_the_password_ends_the_other_sessions_only(app: Flask, reader: Reader) -> None:
    address = person(app)
    elsewhere = Reader(app).sign_in(address)
    reader.sign_in(address).get("/account/password")
    reader.submit("Change password", old_password="wrong wrong wrong", password=NEW)
    assert "not your password" in reader.error_beside("old_password")
    reader.submit("Change password", old_password=PASSWORD, password=NEW)
    assert reader.url == "/account/"
    assert elsewhere.get("/account/").url == "/login"


def test_a_person_changes_the_name_and_signs_out(app: Flask, reader: Reader) -> None:
    reader.sign_in(person(app)).get("/account/").submit("Save", name="Mara the Second")
    assert "Mara the Second" in reader.text
    reader.submit("Save", name="")
    assert "empty" in reader.error_beside("name")
    reader.get("/account/").submit("Sign out of this device")
    assert reader.get("/account/").url == "/login"


def test_signing_out_needs_a_post(app: Flask, reader: Reader) -> None:
    assert reader.sign_in(person(app)).get("/logout").status == 405


EVIL = ["//evil", "/\\evil", "///evil", "https:evil", "https://evil/", "%5cevil", "/%5cevil", "/%2f/evil", "/\tevil",
        "javascript:alert(1)", "\\\\evil", "/ /evil", "//evil@localhost", "http:///evil"]  # fmt: skip


@pytest.mark.parametrize("then", EVIL)
def test_signing_in_never_leads_to_another_site(app: Flask, then: str) -> None:
    address = person(app)
    for way in ("query", "field"):
        reader = Reader(app)
        reader.get("/login", query_string={"next": then} if way == "query" else {})
        url, data = reader.filled("Sign in", email=address, password=PASSWORD)
        if way == "field":
            data["next"] = then
        answer = reader.client.post(url, data=data, query_string={"next": then} if way == "query" else {})
        assert answer.headers["Location"] == "/"


def test_signing_in_leads_back(app: Flask, reader: Reader) -> None:
    address = person(app)
    reader.get("/account/password")
    assert reader.url == "/login"
    assert "Sign in to see your account" in reader.text
    reader.submit("Sign in", email=address, password=PASSWORD)
    assert reader.url == "/account/password"


def test_where_to_go_on_survives_registering(app: Flask, reader: Reader) -> None:
    reader.get("/register?next=/account/password").submit(
        "Register", name="Mara Lind", email=ADDRESS, password=PASSWORD
    )
    reader.get(link(mails(app)[0])).submit("Confirm")
    reader.submit("Sign in", email=ADDRESS, password=PASSWORD)
    assert reader.url == "/account/password"


def test_json_is_told_to_sign_in(app: Flask, reader: Reader) -> None:
    reader.get("/account/", headers={"Accept": "application/json"})
    assert reader.status == 401
    assert reader.answer.mimetype == "application/problem+json"


def test_a_form_of_accounts_takes_no_json(app: Flask, reader: Reader) -> None:
    token = reader.get("/login").page.xpath("//input[@name='csrf_token']/@value")[0]
    assert reader.post("/login", json=[1], headers={"X-CSRFToken": token}).status == 415


def test_the_pages_are_never_stored(app: Flask, reader: Reader) -> None:
    assert "no-store" in reader.get("/login").answer.headers["Cache-Control"]


def test_a_mail_job_is_there_if_and_only_if_the_account_is(app: Flask, reader: Reader) -> None:
    register(reader)
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Job)) == 1
        assert db.session.scalar(sa.select(sa.func.count()).select_from(User)) == 1


def test_a_name_cannot_add_a_header_to_a_mail(app: Flask, reader: Reader) -> None:
    register(reader, name="Mara\r\nBcc: all@harbourline.example")
    (mail,) = mails(app)
    assert mail["Bcc"] is None
    assert "Hello Mara Bcc: all@harbourline.example" in words(mail)


@pytest.fixture
def limits(app: Flask) -> Iterator[None]:
    limiter.enabled = True
    limiter.reset()
    yield
    limiter.enabled = False


@pytest.mark.usefixtures("limits")
def test_guessing_a_password_is_slowed_down_for_one_address(app: Flask, reader: Reader) -> None:
    reader.get("/login")
    filled = reader.filled("Sign in", email=ADDRESS, password="not the password")
    answers = {reader.send(filled).status for _ in range(20)}
    assert answers == {422}
    assert reader.send(filled).status == 429
    assert "Too many tries" in reader.text
    assert Reader(app).sign_in("other@harbourline.example").status == 422


@pytest.mark.usefixtures("limits")
def test_asking_for_mails_is_slowed_down(app: Flask, reader: Reader) -> None:
    reader.get("/reset")
    filled = reader.filled("Send the link", email=ADDRESS)
    assert [reader.send(filled).status for _ in range(6)] == [200] * 5 + [429]


@pytest.mark.parametrize(
    ("address", "key"),
    [("192.0.2.7", "192.0.2.7"), ("2001:db8::1", "2001:db8::2"), (None, "unknown"), ("unix:", "unix:")],
)
def test_an_ipv6_network_counts_as_one_place(app: Flask, address: str | None, key: str) -> None:
    def placed(remote: str | None) -> str:
        with app.test_request_context(environ_overrides={"REMOTE_ADDR": remote}):
            return place()

    assert placed(address) in (key, placed(key))
