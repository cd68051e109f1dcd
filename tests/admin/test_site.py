"""The rooms of the settings: look, navigation, redirects, and the record of every change."""

import pytest
from flask import Flask

from blog.accounts.roles import Role
from blog.extensions import db
from blog.site.changes import SettingChange
from tests.client import Reader
from tests.factories import make_post, make_user
from tests.queries import counted_queries

OWNER = "owner@harbourline.example"


@pytest.fixture
def desk(app: Flask) -> Reader:
    with app.app_context():
        make_user(Role.owner, name="Mara Lind", email=OWNER)
    return Reader(app).sign_in(OWNER)


def masthead(reader: Reader) -> list[str]:
    return reader.page.xpath("//nav[@aria-label='Site']/a/text()")


def test_the_look_is_a_stylesheet_of_its_own_that_may_be_kept_for_good(app: Flask, desk: Reader) -> None:
    assert Reader(app).get("/").page.xpath("//link[starts-with(@href, '/look/')]") == []
    desk.get("/admin/settings/look/").submit("Save the look", accent="#1a4fa6", paper="cool")
    (sheet,) = Reader(app).get("/").page.xpath("//link/@href[starts-with(., '/look/')]")
    answer = Reader(app).get(sheet).answer
    assert answer.mimetype == "text/css" and "immutable" in answer.headers["Cache-Control"]
    assert "--accent: #1a4fa6" in answer.text
    desk.get("/admin/settings/look/").submit("As it comes")
    assert Reader(app).get(sheet).status == 404


def test_a_refused_colour_stays_in_its_form_with_the_contrast(desk: Reader) -> None:
    desk.get("/admin/settings/look/").submit("Save the look", accent="#f2906d")
    assert desk.status == 422 and "to 1" in desk.error_beside("accent")
    assert desk.page.xpath("//input[@name='accent']/@value") == ["#f2906d"]


def test_the_masthead_leads_where_the_owner_says(app: Flask, desk: Reader) -> None:
    address, data = desk.get("/admin/settings/navigation/").filled("Save the navigation")
    assert masthead(Reader(app).get("/"))[:2] == ["Posts", "Statements"]
    data |= {"words": ["About", "Posts", ""], "address": ["/about/", "/", ""]}
    desk.send((address, data))
    assert masthead(Reader(app).get("/"))[:2] == ["About", "Posts"]
    desk.send((address, data | {"words": ["About", "Nowhere"], "address": ["/about/", "javascript:x"]}))
    assert desk.status == 422 and "whole one" in desk.text
    assert masthead(Reader(app).get("/"))[:2] == ["About", "Posts"]


def test_a_way_moves_up_without_a_script_and_nothing_is_stored(app: Flask, desk: Reader) -> None:
    address, data = desk.get("/admin/settings/navigation/").filled("Save the navigation")
    data.pop("act", None)
    desk.send((address, data | {"move": "1-up"}))
    assert desk.page.xpath("//input[@name='words']/@value")[:2] == ["Statements", "Posts"]
    desk.send((address, data | {"move": "0-up"}))
    assert desk.status == 200
    assert masthead(Reader(app).get("/"))[:2] == ["Posts", "Statements"]


def test_an_address_where_nothing_is_leads_elsewhere(app: Flask, desk: Reader) -> None:
    with app.app_context():
        path = make_post().path
    desk.get("/admin/settings/redirects/").submit("Add the redirect", path="/2019/old.html", target=path)
    assert Reader(app).client.get("/2019/old.html").status_code == 301
    assert Reader(app).get("/2019/old.html").url == path
    assert Reader(app).client.post("/2019/old.html").status_code in (404, 405)
    desk.get("/admin/settings/redirects/").submit("Add the redirect", path="/statements/", target="/")
    assert desk.status == 422 and "page of this site" in desk.error_beside("path")
    desk.get("/admin/settings/redirects/").submit("Delete the redirect from /2019/old.html")
    assert Reader(app).get("/2019/old.html").status == 404


def test_every_change_is_on_the_record(app: Flask, desk: Reader) -> None:
    assert "Nothing was changed yet" in desk.get("/admin/settings/changes/").text
    desk.get("/admin/settings/").submit("Save settings", name="Harbour Notes", tagline="Letters, answered.")
    desk.get("/admin/settings/").submit("Save settings")
    desk.get("/admin/settings/comments/").submit("Save", edit_minutes="9")
    desk.get("/admin/settings/redirects/").submit("Add the redirect", path="/old", target="/")
    with app.app_context():
        kept = db.session.execute(
            db.select(SettingChange.name, SettingChange.was, SettingChange.is_now)
        ).all()
    assert ("name", "Rejoinder", "Harbour Notes") in kept and ("/old", "null", "/") in kept
    assert [name for name, *_ in kept].count("edit_minutes") == 1 and len(kept) == 4
    shown = desk.get("/admin/settings/changes/").text
    assert "Mara Lind" in shown and "Letters, answered." in shown
    assert "Letters, answered." in Reader(app).get("/").text


def test_the_record_asks_the_database_as_often_for_many_as_for_one(app: Flask, desk: Reader) -> None:
    counts = []
    for number in range(3):
        desk.get("/admin/settings/").submit("Save settings", name=f"Notes {number}")
        with app.app_context(), counted_queries() as queries:
            desk.get("/admin/settings/changes/")
        counts.append(len(queries))
    assert len(set(counts)) == 1
