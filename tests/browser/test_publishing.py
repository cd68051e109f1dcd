"""The publish dialogue in a real browser, by keyboard alone: look at what was found, pass over it, choose a moment."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from blog import create_app
from blog.accounts.roles import Role
from blog.clock import now
from blog.config import read_settings
from blog.extensions import db
from tests.browser.conftest import PATIENCE_MS, RunningSite
from tests.factories import PASSWORD, make_user
from tests.statements import keep_draft

AUTHOR = "mara@harbourline.example"
LINES = 200
# More presses than any page here needs to reach anything on it.
MOST_TABS = 80


@pytest.fixture
def site(tmp_path: Path) -> Iterator[RunningSite]:
    """One database is enough: what differs here is the browser."""
    running = RunningSite(tmp_path, "")
    yield running
    running.stop()


@pytest.fixture
def publication(site: RunningSite) -> str:
    """The dialogue of a long draft with a picture that has no words, near its end."""
    app = create_app(read_settings({"INSTANCE_DIR": str(site.instance), "SITE_URL": site.url}))
    body = "\n\n".join([*(f"Night {n}." for n in range(LINES)), "![](/media/mole.jpg)", "Dawn."])
    with app.app_context():
        post = keep_draft(make_user(Role.author, email=AUTHOR), title="Nights", body=body, gist="Mine.")
        db.engine.dispose()
    return f"{site.url}/admin/posts/{post.id}/publication"


@pytest.fixture
def page(browser: Browser, site: RunningSite) -> Iterator[Page]:
    context = browser.new_context()
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    yield page
    context.close()


def tab_to(page: Page, wanted: Locator) -> None:
    for _ in range(MOST_TABS):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} is not reached with the Tab key")


def test_a_post_is_looked_at_and_scheduled_by_keyboard(
    page: Page, site: RunningSite, publication: str
) -> None:
    page.goto(publication)
    page.get_by_label("Email").fill(AUTHOR)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(publication)

    tab_to(page, page.get_by_role("link", name=f"Line {2 * LINES + 1}"))
    page.keyboard.press("Enter")
    body = page.get_by_label("Body")
    expect(body).to_be_focused()
    expect(page.locator(".cm-activeLine")).to_be_in_viewport()
    assert body.evaluate("() => getSelection().toString()") == "![](/media/mole.jpg)"

    page.goto(publication)
    tab_to(page, page.get_by_label("It may stay as it is"))
    page.keyboard.press("Space")
    day = now() + timedelta(days=2)
    for label, typed in (("Day", f"{day:%Y-%m-%d}"), ("Time", "08:30")):
        tab_to(page, page.get_by_label(label, exact=True))
        page.get_by_label(label, exact=True).fill(
            typed
        )  # in which order its parts are typed, the browser chooses
    tab_to(page, page.get_by_role("button", name="Schedule"))
    page.keyboard.press("Enter")
    expect(page.locator(".lead")).to_contain_text(re.compile(rf"It appears on \w+, {day.day} .* at 08:30"))
    page.goto(f"{site.url}/admin/calendar/?month={day:%Y-%m}")
    expect(page.get_by_role("cell", name=re.compile("08:30 scheduled Nights"))).to_be_visible()
