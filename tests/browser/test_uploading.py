"""Files are uploaded in a real browser: chosen, dropped and pasted, each with its progress."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from blog import create_app
from blog.accounts.roles import Role
from blog.config import read_settings
from blog.extensions import db
from tests.browser.conftest import PATIENCE_MS, RunningSite
from tests.factories import PASSWORD, make_user
from tests.posts.media.pictures import draw, pdf, photograph, saved

EMAIL = "author@harbourline.example"
# As a browser hands over what is dropped on a place or pasted into it.
HAND_OVER = """([kind, selector, bytes, name, type]) => {
  const data = new DataTransfer();
  data.items.add(new File([Uint8Array.from(bytes)], name, { type }));
  const event = kind === "paste" ? new ClipboardEvent(kind, { clipboardData: data, bubbles: true })
    : new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true });
  document.querySelector(selector).dispatchEvent(event);
}"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[RunningSite]:
    """One database is enough: what differs here is the browser."""
    running = RunningSite(tmp_path, "")
    yield running
    running.stop()


@pytest.fixture
def library(site: RunningSite, browser: Browser) -> Iterator[Page]:
    """The library, open before its author; fails on what a page's own rules forbid."""
    app = create_app(read_settings({"INSTANCE_DIR": str(site.instance), "SITE_URL": site.url}))
    with app.app_context():
        make_user(Role.author, email=EMAIL)
        db.engine.dispose()
    context = browser.new_context()
    context.set_default_timeout(PATIENCE_MS)
    page, wrong = context.new_page(), list[str]()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if "Content Security" in said.text else None)
    page.goto(f"{site.url}/login?next=/admin/files/")
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/files/")
    yield page
    context.close()
    assert wrong == []


def hand_over(page: Page, kind: str, raw: bytes, name: str, media_type: str) -> None:
    page.evaluate(HAND_OVER, [kind, "#upload", list(raw), name, media_type])


def chosen(name: str, media_type: str, raw: bytes) -> Any:
    return {"name": name, "mimeType": media_type, "buffer": raw}


def test_files_are_chosen_dropped_and_pasted_and_a_bad_one_says_why(library: Page) -> None:
    rows = library.locator(".uploads li")
    several = [chosen("lamps.jpg", "image/jpeg", photograph()), chosen("map.svg", "image/svg+xml", b"<svg/>")]
    library.get_by_label("Drop pictures and PDFs here").set_input_files(
        [*several, chosen("a.pdf", "", pdf())]
    )
    expect(rows).to_have_text(["lamps.jpg – kept; say what it shows", "map.svgAn SVG file can hold scripts, so none is "
                               "taken. Save it as PNG, at twice the size it is shown at.", "a.pdf – kept"])  # fmt: skip
    hand_over(library, "drop", saved(draw(60, 40), "PNG"), "dropped.png", "image/png")
    hand_over(library, "paste", saved(draw(61, 40), "PNG"), "pasted.png", "image/png")
    expect(rows).to_have_count(5)
    expect(library.locator(".uploads progress")).to_have_count(0)
    library.get_by_role("link", name="pasted.png").click()
    assert (
        library.locator("main img").evaluate("image => image.decode().then(() => image.naturalWidth)") == 61
    )


def test_a_file_too_large_is_refused_before_it_is_sent_and_one_cut_off_says_so(library: Page) -> None:
    asked = list[str]()
    library.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    library.evaluate("""() => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(21 * 1024 ** 2)], "long.pdf"));
      document.querySelector("#upload").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
    }""")
    expect(library.locator(".uploads li .error")).to_have_text("“long.pdf” has 21 MiB; at most 20 are taken.")
    assert asked == []
    library.context.set_offline(True)
    hand_over(library, "drop", pdf(), "terms.pdf", "application/pdf")
    expect(library.locator(".uploads li .error").last).to_contain_text("cannot be reached")


def typed(page: Page) -> str:
    """The words of the field that is sent, which the editor keeps in step."""
    words: str = page.evaluate("document.querySelector('form.main').elements.body.value")
    return words


def test_a_picture_is_uploaded_and_found_beside_the_editor_and_stands_at_the_cursor(
    library: Page, site: RunningSite
) -> None:
    library.goto(f"{site.url}/admin/posts/new")
    body = library.get_by_label("Body")
    body.fill("Before.")
    library.locator("#files > summary").click()
    library.get_by_label("Upload at the cursor").set_input_files(
        chosen("lamps.jpg", "image/jpeg", photograph())
    )
    status = library.locator("#files [role=status]")
    expect(status).to_have_text("“lamps.jpg” is in the post. Say between its brackets what it shows.")
    first = typed(library)
    assert first.startswith("Before.\n\n![](/media/") and "/lamps.jpg)" in first
    library.get_by_label("Find in the library").fill("nothing like it")
    expect(library.locator("#files .found li")).to_have_count(0)
    library.get_by_label("Find in the library").fill("lamps")
    library.get_by_role("button", name="lamps.jpg").press("Enter")
    assert typed(library).count("/lamps.jpg)") == 2
