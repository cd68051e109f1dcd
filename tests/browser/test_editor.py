"""The writing surface, by keyboard alone: blocks, keys, pasting, undo; and on a narrow screen nothing sticks out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from blog import create_app
from blog.accounts.roles import Role
from blog.config import read_settings
from blog.extensions import db
from tests.browser.conftest import PATIENCE_MS, RunningSite
from tests.factories import PASSWORD, make_user

MAIL = "mara@harbourline.example"
# As a browser hands over what was copied; the words alone, then with their form.
PASTE = """(editor, [words, html]) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", words);
  if (html) clipboardData.setData("text/html", html);
  editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


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
def page(site: RunningSite, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 800})
    context.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    opened, errors = context.new_page(), list[str]()
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    opened.goto(f"{site.url}/admin/posts/new")
    opened.get_by_label("Email").fill(MAIL)
    opened.get_by_label("Password").fill(PASSWORD)
    opened.keyboard.press("Enter")
    expect(opened.locator(".cm-content")).to_be_visible()
    yield opened
    context.close()
    assert errors == []


def field(page: Page) -> Locator:
    """What is sent when the form is saved."""
    return page.locator("textarea[name='body']")


def test_a_post_is_written_and_saved_by_keyboard_alone(page: Page) -> None:
    page.get_by_label("Title").focus()
    page.keyboard.type("The lamp at nine")
    editor = page.get_by_role("textbox", name="Body")
    for _ in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('[role=toolbar]') !== null"):
            break
    page.keyboard.press("Tab")
    expect(editor).to_be_focused()
    page.keyboard.type("It was ")
    page.keyboard.press("Control+b")
    page.keyboard.type("dark")
    page.keyboard.press("Control+b")
    expect(field(page)).to_have_value("It was **dark**")
    page.keyboard.type("\n\n/emb")
    expect(page.get_by_role("option", name="/embed")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.type("https://harbourline.example/lamp")
    expect(field(page)).to_have_value(
        "It was **dark**\n\n/// embed | https://harbourline.example/lamp\n///\n"
    )
    expect(page.locator(".editor-words")).to_have_text("3 words of your own, 0 reposted")
    page.get_by_role("button", name="Save draft").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Edit post")).to_be_visible()
    expect(field(page)).to_have_value(
        "It was **dark**\n\n/// embed | https://harbourline.example/lamp\n///\n"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_what_is_pasted_becomes_what_it_is(page: Page) -> None:
    editor = page.get_by_role("textbox", name="Body")
    editor.fill("lamp")
    page.keyboard.press("Control+a")
    editor.evaluate(PASTE, ["https://harbourline.example/lamp", ""])
    expect(field(page)).to_have_value("[lamp](https://harbourline.example/lamp)")
    page.keyboard.press("Control+a")
    editor.evaluate(PASTE, ["It was dark", "<p>It <b>was</b> <a href='https://a.example/'>dark</a></p>"])
    expect(field(page)).to_have_value("It **was** [dark](https://a.example/)")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    editor.evaluate(PASTE, ["https://harbourline.example/lamp", ""])
    expect(page.get_by_role("button", name="Link", exact=True).last).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(field(page)).to_have_value("/// statement | https://harbourline.example/lamp\n///\n")
    expect(editor).to_be_focused()
