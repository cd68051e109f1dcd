"""What holds for every page there is: reading changes nothing, and nothing that is sent breaks the server."""

import random

import pytest
from flask import Flask
from flask_security.confirmable import generate_confirmation_token

from blog.accounts.owner import make_setup_link
from blog.accounts.recovering import reset_link
from blog.accounts.roles import Role
from blog.comments.models import CommentStatus
from blog.extensions import db
from blog.transactions import writing
from tests.client import Reader
from tests.factories import make_comment, make_user
from tests.queries import everything
from tests.routes import addresses
from tests.statements import keep_post, keep_statement, quote_block, statement_block

# As if a page acted on what its address says.
EAGER = (
    "?action=publish&act=approve&seen=held&reason=x&text=1&roles=owner&title=x&body=x&name=x&email=x&number=1"
    "&version=1&reading=1&test=1&show=all"
)
# A form that most pages take, field by field.
GOOD = {
    "title": "On tides", "gist": "", "body": "Words of mine.", "tags": "Lamps", "slug": "",
    "policy": "closed", "seen": "1", "action": "save", "text": "1", "reason": "It was wrong.",
    "act": "approve", "show": "held", "after": "", "comment": "1", "roles": "owner", "name": "Mara Lind",
    "email": "mara@harbourline.example", "password": "correct horse battery",
    "old_password": "correct horse battery", "next": "/", "token": "x", "site_name": "Notes",
    "language": "en", "time_zone": "UTC", "url": "https://press.harbourline.example/new", "kind": "detect",
    "publisher": "Harbourline", "byline": "Ines Okafor", "date": "2025-05-14", "parent": "",
    "form_id": "a-form", "role-1": "paragraph",
}  # fmt: skip
ASKED = ("before", "after", "number", "test", "version", "reading", "show", "next", "token", "parent", "body")
# Of the names and fields above, so many a page and odd value, by seeded dice: all of them are tried, on some page each.
TRIED = 3
ODD = ["a\0b", "99999999999", "-99999999999", "٣", "\ud7ff\uffff", "x" * 5000]


@pytest.fixture
def known(app: Flask) -> dict[str, object]:
    """Parameters of pages that are really there: a post on a statement, its comments, people, and their links."""
    with app.app_context():
        with writing():
            token = make_setup_link()
        other = make_user()
        owner, newcomer = make_user(Role.owner, email="owner@harbourline.example"), make_user()
        keep_statement(by=owner)
        post = keep_post(
            owner, body=f"Mine.\n\n{statement_block(note='A note.')}\n{quote_block()}", tags="On lamps"
        )
        make_comment(post, status=CommentStatus.HELD)
        with writing():
            db.session.merge(newcomer).confirmed_at = None
        assert post.day
        return {
            "year": post.day.year,
            "month": post.day.month,
            "day": post.day.day,
            "slug": post.slug,
            "handle": owner.handle,
            "setup": token,
            "security.confirm_email:token": generate_confirmation_token(newcomer),
            "security.reset_password:token": reset_link(other).rpartition("/")[2],
        }


@pytest.mark.parametrize("is_signed_in", [True, False])
def test_reading_changes_nothing(
    app: Flask, reader: Reader, known: dict[str, object], is_signed_in: bool
) -> None:
    if is_signed_in:
        reader.sign_in("owner@harbourline.example")
    before, seen = everything(app), set()
    for rule, address in addresses(app, known):
        for method in sorted({"GET", "HEAD", "OPTIONS"} & (rule.methods or set())):
            for query in ("", f"{EAGER}&token={known['setup']}"):
                answer = reader.client.open(address + query, method=method)
                assert answer.status_code < 500, address
                seen.add(answer.status_code)
                assert everything(app) == before, f"{method} {address}{query}"
    assert 200 in seen


def known_pages(app: Flask, method: str, known: dict[str, object]) -> list[tuple[str, str]]:
    pages = [(rule, address) for rule, address in addresses(app, known) if method in (rule.methods or set())]
    return [(rule.endpoint, address) for rule, address in pages if rule.endpoint != "security.logout"]


@pytest.mark.parametrize("odd", ODD, ids=ascii)
def test_nothing_asked_breaks_a_page(app: Flask, reader: Reader, known: dict[str, object], odd: str) -> None:
    reader.sign_in("owner@harbourline.example")
    odd_ones = {name: "x" if isinstance(value, str) else value for name, value in known.items()}
    dice = random.Random(odd + app.config["SQLALCHEMY_DATABASE_URI"][:6])
    tried = [(address, dice.sample(ASKED, TRIED)) for _, address in known_pages(app, "GET", known)]
    pages = [(address, {name: odd}) for address, names in tried for name in names]
    strings = {name: odd for name, value in known.items() if isinstance(value, str)}
    pages += [(address, {}) for _, address in known_pages(app, "GET", odd_ones | strings)]
    asked = [(reader.client.get(address, query_string=query), query) for address, query in pages]
    assert [(a.request.url, query) for a, query in asked if a.status_code >= 500] == []


@pytest.mark.parametrize("is_signed_in", [True, False])
@pytest.mark.parametrize("odd", ["a\0b", "99999999999", "\ud7ff\uffff"], ids=ascii)
def test_nothing_sent_breaks_a_page(
    app: Flask,
    reader: Reader,
    known: dict[str, object],
    odd: str,
    is_signed_in: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    if is_signed_in:
        reader.sign_in("owner@harbourline.example")
    broken = []
    dice = random.Random(odd + app.config["SQLALCHEMY_DATABASE_URI"][:6])
    for _, address in known_pages(app, "POST", known):
        for name in dice.sample(list(GOOD), TRIED):
            answer = reader.client.post(address, data=GOOD | {name: odd})
            broken += [(address, name)] if answer.status_code >= 500 else []
    assert broken == []
