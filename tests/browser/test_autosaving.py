"""Nothing that is typed at the desk is lost: the server gone, the session ended, the page shut."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from blog import create_app
from blog.accounts.roles import Role
from blog.config import read_settings
from blog.extensions import db
from tests.browser.conftest import PATIENCE_MS, RunningSite
from tests.factories import PASSWORD, make_user

MAIL = "mara@harbourline.example"
OFFER = "You have words here that you did not save"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[RunningSite]:
    """One database is enough: what differs here is the browser."""
    running = RunningSite(tmp_path, "")
    app = create_app(read_settings({"INSTANCE_DIR": str(running.instance), "SITE_URL": running.url}))
    with app.app_context():
        make_user(Role.author, name="Mara Lind", email=MAIL)
        db.engine.dispose()
    yield running
    running.stop()


@pytest.fixture
def person(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


def sign_in(page: Page) -> None:
    page.get_by_label("Email").fill(MAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_what_is_typed_outlives_the_network_the_session_and_the_page(
    site: RunningSite, person: BrowserContext
) -> None:
    expect.set_options(timeout=PATIENCE_MS)
    page, errors = person.new_page(), list[str]()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if "Content Security" in said.text else None)
    page.goto(f"{site.url}/admin/posts/new")
    sign_in(page)
    status, body = page.locator(".saving"), page.get_by_role("textbox", name="Body")

    # Kept on the server while it is typed; a reload offers it.
    body.fill("The lamp was lit at nine.")
    expect(status).to_contain_text("Saved ")
    page.reload()
    expect(page.get_by_text(OFFER)).to_be_visible()
    page.get_by_role("link", name="Continue").click()
    expect(body).to_have_text("The lamp was lit at nine.")

    # Without a network it is kept here, and said so; it goes by itself once there is one.
    person.set_offline(True)
    body.fill("The lamp was lit at nine, by Ada.")
    expect(status).to_contain_text("Kept in this browser; the server can’t be reached")
    person.set_offline(False)
    expect(status).to_contain_text("Saved ")

    # Shut without a network: the next page brings it home.
    person.set_offline(True)
    body.fill("The lamp was lit at nine, by Ada and Noor.")
    expect(status).to_contain_text("Kept in this browser")
    page.close(run_before_unload=False)
    person.set_offline(False)
    page = person.new_page()
    page.goto(f"{site.url}/admin/posts/new")
    expect(page.get_by_text(OFFER)).to_be_visible()
    page.get_by_role("link", name="Continue").first.click()
    status, body = page.locator(".saving"), page.get_by_role("textbox", name="Body")
    expect(body).to_have_text("The lamp was lit at nine, by Ada and Noor.")

    # The session ended: signing in in another tab is enough, and the page saves with the new one.
    person.clear_cookies()
    body.fill("The lamp was lit at nine, by Ada, Noor and Ona.")
    expect(status).to_contain_text("you are signed out")
    with person.expect_page() as opened:
        page.get_by_role("link", name="Sign in in a new tab").click()
    sign_in(opened.value)
    expect(opened.value.get_by_role("heading", name="New post")).to_be_visible()
    expect(status).to_contain_text("Saved ")
    page.get_by_label("Title").fill("On lamps")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    expect(body).to_have_text("The lamp was lit at nine, by Ada, Noor and Ona.")
    page.goto(f"{site.url}/admin/posts/new")
    expect(page.get_by_label("Title")).to_be_visible()
    expect(page.get_by_text(OFFER)).to_be_hidden()
    assert page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('desk ')).length") == 0
    assert errors == []
