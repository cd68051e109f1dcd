"""A player in a real browser: nothing is asked of another site before the click, and only its player after it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.conftest import PATIENCE_MS, ROOT, RunningSite
from tests.embed.players.sites import PNG
from tests.sources.fetching.site import Site, answer

# The player's host: the browser is answered in its place, since no test leaves this machine.
FRAME = "https://127.0.0.1/@ada/11/embed"
PLAYER = "<!doctype html><title>Player</title><p>Playing</p>"
FETCH_SECONDS = 30


def keeper(path: str) -> bytes:
    """A program that runs on any host and names its endpoint in its pages, as Mastodon does."""
    own = urlsplit(path).path
    if own == "/@ada/11":
        link = '<link rel="alternate" type="application/json+oembed" href="/api/oembed">'
        words = '<meta property="og:description" content="The lamp on the west mole is lit.">'
        words += '<meta property="og:image" content="/still.png">'
        return answer(f"<html><head><title>Ada</title>{link}{words}</head></html>".encode())
    if own == "/api/oembed":
        fields = {
            "version": "1.0", "type": "rich", "title": "A post", "author_name": "Ada Keeper", "width": 400,
            "height": 300, "html": f'<iframe src="{FRAME}"></iframe><script src="/embed.js"></script>',
        }  # fmt: skip
        return answer(json.dumps(fields).encode(), "application/json")
    return answer(PNG, "image/png")


@pytest.fixture
def original(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """The other site, let through the guard of the blog that starts after it."""
    with Site(keeper) as site:
        monkeypatch.setenv("FETCH_ALLOW", ",".join(site.allow))
        yield site


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser with JavaScript that notes which other origins it asks for what."""
    opened = browser.new_context()
    opened.set_default_timeout(PATIENCE_MS)
    yield opened
    opened.close()


def publish(site: RunningSite, original: Site, folder: Path) -> str:
    """A post with the player, made as an operator makes one; its address once the player was fetched."""
    environment = {**os.environ, "INSTANCE_DIR": str(site.instance), "SITE_URL": site.url}

    def command(*arguments: str) -> None:
        subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *arguments],
            cwd=ROOT, env=environment, check=True, capture_output=True, text=True, input="a quay and a horn\n",
        )  # fmt: skip

    file = folder / "post.md"
    body = f"Hear it.\n\n/// embed | {original.url}/@ada/11\n///\n"
    file.write_text(
        f"---\ntitle: Heard\nauthor: mara@example.org\npublished: 2025-05-15\n---\n{body}", "utf-8"
    )
    command(
        "users", "create", "mara@example.org", "--name", "Mara Lind", "--role", "author", "--password-stdin"
    )
    command("posts", "publish", str(file))
    return f"{site.url}/2025/5/15/heard/"


def until_fetched(page: Page, address: str) -> None:
    """Reload until the job was done, as a reader would."""
    for _ in range(FETCH_SECONDS * 2):
        page.goto(address)
        if page.get_by_text("Ada Keeper").count():
            return
        page.wait_for_timeout(500)
    raise AssertionError("The player was not fetched")


@pytest.mark.parametrize("site", ["sqlite"], indirect=True)
def test_nothing_is_asked_of_another_site_before_the_click(
    original: Site, site: RunningSite, context: BrowserContext, tmp_path: Path
) -> None:
    address = publish(site, original, tmp_path)
    page, elsewhere, problems = context.new_page(), [], []

    def answer_for_the_player(route: Route) -> None:
        elsewhere.append((route.request.url, route.request.headers.get("referer")))
        route.fulfill(body=PLAYER, content_type="text/html")

    context.route(lambda url: not url.startswith((site.url, "data:")), answer_for_the_player)
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    until_fetched(page, address)
    card = page.locator("figure.player")
    expect(card).to_contain_text("The lamp on the west mole is lit.")
    expect(card.get_by_role("link", name="The lamp on the west mole is lit.")).to_have_attribute(
        "href", f"{original.url}/@ada/11"
    )
    page.wait_for_load_state("networkidle")
    assert elsewhere == []
    assert card.locator("img").evaluate("image => new URL(image.src).origin") == site.url
    before = len(original.requests)

    card.get_by_role("button", name="Play here").click()
    frame = page.frame_locator("figure.player iframe")
    expect(frame.get_by_text("Playing")).to_be_visible()
    assert elsewhere == [(FRAME, site.url + "/")]  # which site, and no more than that
    player = card.locator("iframe")
    sandbox = (player.get_attribute("sandbox") or "").split()
    assert "allow-scripts" in sandbox
    assert not {"allow-top-navigation", "allow-top-navigation-by-user-activation", "allow-downloads"} & set(
        sandbox
    )
    expect(player).to_have_attribute("title", "The lamp on the west mole is lit., on Mastodon")

    card.get_by_role("button", name="Close the player").click()
    expect(player).to_have_count(0)
    assert len(elsewhere) == 1
    assert len(original.requests) == before
    assert problems == []


@pytest.mark.parametrize("site", ["sqlite"], indirect=True)
def test_the_page_frames_no_other_host(
    original: Site, site: RunningSite, context: BrowserContext, tmp_path: Path
) -> None:
    page, elsewhere = context.new_page(), []

    def refuse(route: Route) -> None:
        elsewhere.append(route.request.url)
        route.abort()

    context.route(lambda url: not url.startswith((site.url, "data:")), refuse)
    until_fetched(page, publish(site, original, tmp_path))
    add = (
        "address => { const f = document.createElement('iframe'); f.src = address; document.body.append(f) }"
    )
    for address in ("https://elsewhere.example/", "http://127.0.0.1/", "https://a.127.0.0.1.example/"):
        page.evaluate(add, address)
    page.evaluate(add, FRAME)
    page.wait_for_timeout(300)
    assert elsewhere == [FRAME]


@pytest.mark.parametrize("site", ["sqlite"], indirect=True)
def test_without_a_script_the_card_is_a_link(
    original: Site, site: RunningSite, browser: Browser, tmp_path: Path
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    until_fetched(page, publish(site, original, tmp_path))
    expect(page.locator("figure.player").get_by_role("link", name="Open at 127.0.0.1 ↗")).to_be_visible()
    expect(page.get_by_text("Play here")).to_be_hidden()
    context.close()
