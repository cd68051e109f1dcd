"""Every page of the desk in a real browser: nothing keeps anyone from using it, at any width, in either theme."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Browser, Page

from blog import create_app
from blog.accounts.roles import Role
from blog.comments.models import Comment, CommentStatus
from blog.config import read_settings
from blog.extensions import db
from blog.posts.models import Correction, CorrectionKind, Post
from blog.sources.models import Source, Text
from blog.transactions import writing
from tests.browser.conftest import PATIENCE_MS, RunningSite
from tests.browser.looking import keep_picture, overflows, violations
from tests.factories import PASSWORD, make_comment, make_user
from tests.posts.media.keeping import keep_file
from tests.posts.media.pictures import pdf
from tests.routes import addresses

OWNER = "owner@harbourline.example"
# Each theme and each width once; PICTURES=all is every picture that people should look at.
Look = tuple[Literal["light", "dark"], int]
ALL: list[Look] = [("light", 1440), ("dark", 390), ("dark", 1440), ("light", 390)]
LOOKS = ALL if os.environ.get("PICTURES") == "all" else ALL[:2]
# Answers to scripts and files, which nobody opens as pages.
NO_PAGES = ("/preview", ".json", ".ics", "/unsaved/")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[RunningSite]:
    """One database is enough: what differs here is the browser."""
    running = RunningSite(tmp_path, "")
    yield running
    running.stop()


@pytest.fixture
def desk(site: RunningSite) -> list[str]:
    """The addresses of every page of the desk, with something on each."""
    app = create_app(read_settings({"INSTANCE_DIR": str(site.instance), "SITE_URL": site.url}))
    with app.app_context():
        make_user(Role.owner, email=OWNER)
        known = _furnished()
        db.engine.dispose()
    return sorted(set(_pages(app, known)))


def _furnished() -> dict[str, object]:
    """Put something on every page of the demo's desk; the parameters of its addresses."""
    post = db.session.scalars(sa.select(Post)).first()
    source = db.session.scalars(sa.select(Source)).first()
    assert post is not None and source is not None
    author = make_user(name="Noor Hale")
    for number in range(3):
        make_comment(post, author=author, status=CommentStatus.HELD, words=f"A word that waits, {number}.")
    with writing():
        db.session.add(
            Correction(post_id=post.id, kind=CorrectionKind.FACT, words="It was May.", email="a@b.example")
        )
    keeper = make_user(Role.author, name="Ida Quist")
    files = [keep_file(keeper, "lamps.png", width=640), keep_file(keeper, "terms.pdf", pdf())]
    comment = db.session.scalars(sa.select(Comment)).first()
    text = db.session.scalars(sa.select(Text)).first()
    assert comment is not None and text is not None
    return {
        "post_id": post.id,
        "source_id": source.id,
        "comment_id": comment.id,
        "person_id": author.id,
        "text_id": text.id,
        "file_id": files[0].id,
    }


def _pages(app: Flask, known: dict[str, object]) -> Iterator[str]:
    for rule, address in addresses(app, known, under="/admin/"):
        if "GET" in (rule.methods or ()) and not any(word in address for word in NO_PAGES):
            yield address


def sign_in(page: Page, site: RunningSite) -> None:
    page.goto(f"{site.url}/login?next=/admin/")
    page.get_by_label("Email").fill(OWNER)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
def test_no_page_of_the_desk_keeps_anyone_out(
    site: RunningSite, desk: list[str], browser: Browser, look: Look
) -> None:
    theme, width = look
    context = browser.new_context(
        color_scheme=theme, viewport={"width": width, "height": 900}, bypass_csp=True
    )
    context.set_default_timeout(PATIENCE_MS)
    page, errors, wrong, seen = context.new_page(), list[str](), list[str](), 0
    page.on("pageerror", lambda error: errors.append(f"{page.url}: {error}"))
    sign_in(page, site)
    for address in desk:
        answer = page.goto(site.url + address)
        if answer is None or answer.status != 200 or "html" not in answer.headers.get("content-type", ""):
            continue
        seen += 1
        keep_picture(page, f"{address} {theme} {width}")
        wrong += [f"{address} {found}" for found in violations(page)]
        wrong += [f"{address} is wider than {width} pixels"] if overflows(page) else []
    context.close()
    assert wrong + errors == []
    assert seen > len(desk) / 2
