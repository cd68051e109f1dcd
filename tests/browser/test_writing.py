"""A comment is written in a real browser: draft, preview, reply in place, mention, quotation."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, BrowserContext, Page, expect

from blog import create_app
from blog.accounts.roles import Role
from blog.comments.models import Comment
from blog.config import read_settings
from blog.extensions import db
from tests.browser.conftest import PATIENCE_MS, RunningSite
from tests.factories import PASSWORD, make_comment, make_post, make_user

# Longer than the pause after which what is typed is kept.
KEPT_MS = 500
WAITS = "A link comes by mail"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[RunningSite]:
    """One database is enough: what differs here is the browser."""
    running = RunningSite(tmp_path, "")
    yield running
    running.stop()


@pytest.fixture
def path(site: RunningSite) -> str:
    """A post with two comments, and two people who comment without being held."""
    app = create_app(read_settings({"INSTANCE_DIR": str(site.instance), "SITE_URL": site.url}))
    with app.app_context():
        for name in ("ada", "mara"):
            make_user(Role.moderator, name=f"{name.title()} Quay", email=f"{name}@harbourline.example")
        post, noor = make_post(), make_user(name="Noor Hale")
        make_comment(post, author=noor, words="The lamp was lit at nine.")
        make_comment(post, author=make_user(name="Ona Ives"), words="It was dark.")
        found = post.path
        db.engine.dispose()
    return found


@pytest.fixture
def person(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


def sign_in(page: Page, name: str) -> None:
    page.get_by_label("Email").fill(f"{name}@harbourline.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def written(page: Page, words: str) -> None:
    """Type as people do, and wait until the browser has kept it."""
    page.locator("#reply #body").press_sequentially(words)
    page.wait_for_timeout(KEPT_MS)


def comments(site: RunningSite) -> list[tuple[str, int | None]]:
    engine = sa.create_engine(f"sqlite:///{next(site.instance.glob('*.sqlite3'))}")
    with engine.connect() as connection:
        query = sa.select(Comment.body, Comment.parent_id).where(Comment.id.in_(own_ids(connection)))
        found = [(body, parent) for body, parent in connection.execute(query.order_by(Comment.id))]
    engine.dispose()
    return found


def own_ids(connection: sa.Connection) -> sa.Select[int]:
    """Those written here, not those of the demo or of before."""
    return sa.select(Comment.id).where(
        Comment.form_id.not_like("form-%"), sa.func.length(Comment.form_id) > 30
    )


def test_a_comment_is_written(site: RunningSite, path: str, person: BrowserContext) -> None:
    page, errors = person.new_page(), list[str]()
    page.on("pageerror", lambda error: errors.append(str(error)))
    body = page.locator("#reply #body")

    # Signed out: what is typed is there again, and goes with its writer through signing in.
    page.goto(site.url + path)
    expect(page.get_by_text(WAITS)).to_be_visible()
    written(page, "From *before* signing in.")
    page.reload()
    expect(body).to_have_value("From *before* signing in.")
    page.locator("#reply").get_by_role("link", name="Sign in").click()
    sign_in(page, "ada")
    expect(body).to_have_value("From *before* signing in.")

    # The preview stands in the form, is the server's, and stores nothing.
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("group", name="Preview").locator("em")).to_have_text("before")
    assert comments(site) == []

    # A reply has words of its own; cancelling keeps both.
    first = page.locator(".comment", has_text="lit at nine").first
    first.get_by_role("link", name="Reply to Noor Hale").click()
    expect(first.locator("form #body")).to_be_focused()
    expect(body).to_have_value("")
    expect(page.get_by_label("Reply to Noor Hale", exact=True).and_(body)).to_be_visible()
    written(page, "By whom, @")
    options = page.get_by_role("option")
    expect(options).to_have_count(3)
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(options.first).to_contain_text("Noor Hale")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    handle = body.input_value().removeprefix("By whom, @").strip()
    assert handle.startswith("person-")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.get_by_role("button", name="Cancel").click()
    expect(body).to_have_value("From *before* signing in.")
    expect(first.get_by_role("link", name="Reply to Noor Hale")).to_be_focused()
    first.get_by_role("link", name="Reply to Noor Hale").click()
    expect(body).to_have_value(f"By whom, @{handle} ")

    # Selected words of the comment are quoted below what was typed.
    first.locator(".said > .body").evaluate("element => getSelection().selectAllChildren(element)")
    page.get_by_role("button", name="Quote in a reply").click()
    expect(body).to_have_value(f"By whom, @{handle}\n\n> The lamp was lit at nine.\n\n")
    page.wait_for_timeout(KEPT_MS)
    page.get_by_role("button", name="Reply", exact=True).click()
    page.wait_for_url("**/comments/*/#c*")

    # What was sent is forgotten; what was not sent is kept, also below something else.
    page.goto(site.url + path)
    expect(body).to_have_value("From *before* signing in.")
    first.get_by_role("link", name="Reply to Noor Hale").click()
    expect(body).to_have_value("")
    page.goto(site.url + path)
    page.get_by_role("button", name="Comment", exact=True).click()
    page.wait_for_url("**/comments/*/#c*")
    page.goto(site.url + path)
    expect(body).to_have_value("")
    number = int((first.get_attribute("id") or "c0")[1:])
    assert comments(site) == [
        (f"By whom, @{handle}\n\n> The lamp was lit at nine.\n\n", number),
        ("From *before* signing in.", None),
    ]
    assert errors == []


def test_a_draft_is_nobody_elses(site: RunningSite, path: str, person: BrowserContext) -> None:
    page = person.new_page()
    body = page.locator("#reply #body")
    page.goto(f"{site.url}/login?next={path}")
    sign_in(page, "ada")
    written(page, "For nobody's eyes.")
    page.goto(f"{site.url}{path}")
    expect(body).to_have_value("For nobody's eyes.")
    person.clear_cookies()
    page.goto(f"{site.url}{path}")
    expect(page.get_by_text(WAITS)).to_be_visible()
    expect(body).to_have_value("")
    page.goto(f"{site.url}/login?next={path}")
    sign_in(page, "mara")
    expect(body).to_have_value("")
    assert "eyes" not in page.evaluate("JSON.stringify(localStorage)")
    page.get_by_role("button", name="Discard").wait_for(state="detached")
