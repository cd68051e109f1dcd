"""The desk's lock: every route, every method, every role, made from the map of routes so that a new one is covered."""

import inspect
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from blog.accounts.roles import Act, Role, acts_of
from blog.extensions import db
from blog.transactions import writing
from tests.client import Reader
from tests.factories import make_user
from tests.routes import addresses

PREFIX = "/admin"
# Single doors that are narrower than their room, because the rule behind them asks for more.
NARROWER = {"admin.overview.remove_demo": Act.MANAGE_SITE}


def rules(app: Flask) -> list[Rule]:
    found = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith(PREFIX)]
    assert found
    return found


def doors(app: Flask) -> Iterator[tuple[str, str, frozenset[Act]]]:
    """Each method, address and the acts that its rooms ask for."""
    for rule, address in addresses(app, under=PREFIX):
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            yield method, address, acts_asked(app, rule)


def acts_asked(app: Flask, rule: Rule) -> frozenset[Act]:
    """What the blueprints around a rule ask for: read from the checks that run before its view."""
    parts = rule.endpoint.split(".")[:-1]
    names = [".".join(parts[: n + 1]) for n in range(len(parts))]
    checks = [check for name in names for check in app.before_request_funcs.get(name, [])]
    acts = (inspect.getclosurevars(check).nonlocals.get("act") for check in checks)
    narrower = {NARROWER[rule.endpoint]} if rule.endpoint in NARROWER else set()
    return frozenset(act for act in acts if isinstance(act, Act)) | narrower


@pytest.fixture(autouse=True)
def _no_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lock is tried by itself: it must hold for a request that has a good token, too."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)


def test_every_room_is_behind_the_lock(app: Flask) -> None:
    assert [rule.rule for rule in rules(app) if Act.ENTER_DESK not in acts_asked(app, rule)] == []


def test_the_signed_out_are_led_to_sign_in(app: Flask) -> None:
    browser = app.test_client()
    open_doors = []
    for method, address, _ in doors(app):
        answer = browser.open(address, method=method)
        if answer.status_code != 303 or not answer.headers["Location"].startswith("/login?next="):
            open_doors.append((method, address, answer.status_code))
    assert open_doors == []


@pytest.mark.parametrize("role", list(Role))
def test_a_door_opens_to_those_who_may_and_to_nobody_else(app: Flask, role: Role) -> None:
    with app.app_context():
        person = make_user(role)
    reader = Reader(app).sign_in(person.email)
    wrong = []
    for method, address, acts in doors(app):
        answer = reader.client.open(address, method=method)
        may = acts <= acts_of({role})
        led_away = answer.headers.get("Location", "").startswith("/login")
        if led_away or (answer.status_code == 403) is may:
            wrong.append((method, address, answer.status_code, sorted(acts)))
    assert wrong == []


def test_who_is_shut_out_while_signed_in_is_signed_out(app: Flask) -> None:
    with app.app_context():
        person = make_user(Role.owner)
    reader = Reader(app).sign_in(person.email)
    with app.app_context(), writing():
        db.session.merge(person).active = False
    assert reader.get("/admin/people/").url == "/login"
