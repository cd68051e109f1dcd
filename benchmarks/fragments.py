"""Whether a real browser finds what our deep links name: links to passages of served pages, opened in Chromium."""

import os
import shutil
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as BrowserError

from benchmarks.fragment_pages import UNCOUNTED, Passage, counted, make_page, pick_passage
from benchmarks.fragment_pages import Page as Invented
from blog.embed.fragments import Fragments, linked
from blog.sources.blocks import Block, full_text
from blog.sources.extracting.pieces import placed
from blog.sources.extracting.reading_html import read_html
from blog.sources.extracting.roles import guess_roles

LINKS = 500
LINKS_PER_PAGE = 20
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
# A browser that takes longer for a small page has hung.
PATIENCE_MS = 10_000
# What was found may be painted a little after the page is loaded.
PAINT_MS = 400
WIDTH = 900
# Nothing is painted but what the browser took, and what it should have taken, in the same way. All fits the window.
STYLE = """
* { color: transparent !important; text-decoration: none !important; border-color: transparent !important }
body { margin: 4px; font: 10px/13px sans-serif; overflow-wrap: anywhere }
p, h2, ul, pre, table, blockquote { margin: 2px } h2 { font-size: 12px } pre { font: inherit; white-space: pre-wrap }
li { list-style: none } button { background: none }
::target-text { background: #f00; color: transparent } ::highlight(right) { background: #f00; color: transparent }
"""
MARK = """([first, start, last, end, uncounted]) => {
  const place = (line, count, isEnd) => {
    const walker = document.createTreeWalker(document.getElementById("l" + line), NodeFilter.SHOW_TEXT);
    for (let node; node = walker.nextNode();) {
      if (!node.parentElement.checkVisibility()) continue;
      for (let at = 0; at < node.data.length;) {
        const char = String.fromCodePoint(node.data.codePointAt(at)), next = at + char.length;
        if (!new RegExp(uncounted).test(char)) {
          if (!isEnd && count-- === 0) return [node, at];
          if (isEnd && --count === 0) return [node, next];
        }
        at = next;
      }
    }
  };
  const range = new Range();
  range.setStart(...place(first, start, false));
  range.setEnd(...place(last, end, true));
  CSS.highlights.set("right", new Highlight(range));
}"""


OUTCOMES = {
    "right": "the passage",
    "wider": "the passage with the rest of its block",
    "wrong": "another passage",
    "missed": "nothing",
    "unnamed": "no link could be made",
    "hung": "the browser hung",
}
# Both lead there. One passage in eight lies in a block that its page repeats word for word, as browsers compare words;
# of such a block only the beginning and the end can be told from the other's, by the blocks beside it.
FOUND = ("right", "wider")


@dataclass(frozen=True, slots=True)
class Opened:
    """What came of a link, one of OUTCOMES, to `words`."""

    outcome: str
    words: str
    fragment: str


def run() -> None:
    """Print the shares; FRAGMENT_LINKS sets how many links are tried."""
    count = int(os.environ.get("FRAGMENT_LINKS", LINKS))
    print(f"\nDeep links opened in Chromium: {count}")
    if not CHROMIUM:
        print("No Chromium was found: set CHROMIUM to its path.")
        return
    begun = time.perf_counter()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        opened = list(open_links(browser, count))
        browser.close()
    outcomes = Counter(link.outcome for link in opened)
    for outcome, meaning in OUTCOMES.items():
        print(f"{meaning:44}{outcomes[outcome]:6}{outcomes[outcome] / count:9.1%}")
    found = sum(outcomes[outcome] for outcome in FOUND)
    print(f"{'lead to the passage (99% or more; another: 0)':44}{found:6}{found / count:9.1%}")
    for link in opened:
        if link.outcome not in FOUND:
            print(f"  {link.outcome}: {link.words[:90]!r} by {unquote(link.fragment)[:120]!r}")
    print(f"{time.perf_counter() - begun:.0f} s")


def open_links(browser: Browser, count: int, *, seed: int = 7) -> Iterator[Opened]:
    """Make that many links, each read from its page as a copy is, and open them."""
    with served() as (address, pages):
        for number in range(0, count, LINKS_PER_PAGE):
            page = make_page(seed * 1000 + number)
            path = f"/{number}"
            pages[path] = (
                f"<!doctype html><meta charset=utf-8><title>x</title><style>{STYLE}</style>{page.html}"
            )
            passages = [pick_passage(page) for _ in range(min(LINKS_PER_PAGE, count - number))]
            yield from Trial(browser, address + path, page, pages[path]).of(passages)


class Trial:
    """One page, open in a browser, and the links to it."""

    def __init__(self, browser: Browser, url: str, page: Invented, source: str) -> None:
        self._browser, self._url, self._page = browser, url, page
        pieces = read_html(source, is_page=True).pieces
        self._blocks: tuple[Block, ...] = placed(pieces, guess_roles(pieces))
        self._text = full_text(self._blocks)
        if counted(self._text) != counted("".join(page.lines)):
            raise AssertionError(f"The reader took other words from {url} than it shows")

    def of(self, passages: list[Passage]) -> Iterator[Opened]:
        """What comes of a link to each of the passages."""
        fragments = Fragments(self._blocks)
        with self._window(height=100) as window:
            window.goto(self._url)
            height = window.evaluate("document.documentElement.scrollHeight")
        with self._window(height=height) as plain, self._window(height=height) as window:
            plain.goto(self._url)
            nothing = _painted(plain)
            for number, passage in enumerate(passages):
                start, end = self._in_text(passage)
                found = fragments.of(start, end)
                outcome = "unnamed"
                if found:
                    outcome = self._outcome(
                        window, plain, nothing, linked(f"{self._url}?{number}", found), passage
                    )
                yield Opened(outcome, self._text[start:end], found)

    def _outcome(self, window: Page, plain: Page, nothing: bytes, url: str, passage: Passage) -> str:
        try:
            window.goto(url)
            seen = _painted(window)
            if seen == nothing:
                window.wait_for_timeout(PAINT_MS)
                seen = _painted(window)
        except BrowserError:
            return "hung"
        if seen == nothing:
            return "missed"
        if any(self._marked(plain, like) == seen for like in self._alike(passage)):
            return "right"
        return "wider" if any(self._marked(plain, like) == seen for like in self._wider(passage)) else "wrong"

    def _marked(self, plain: Page, passage: Passage) -> bytes:
        plain.evaluate(
            MARK, [passage.first_line, passage.start, passage.last_line, passage.end, UNCOUNTED.pattern]
        )
        return _painted(plain)

    def _alike(self, passage: Passage) -> Iterator[Passage]:
        """The passage, and it with the signs around its words."""
        first, last = (
            counted(self._page.lines[passage.first_line]),
            counted(self._page.lines[passage.last_line]),
        )
        start, end = passage.start, passage.end
        while start and not first[start - 1].isalnum():
            start -= 1
        while end < len(last) and not last[end].isalnum():
            end += 1
        for a in dict.fromkeys((passage.start, start)):
            for b in dict.fromkeys((passage.end, end)):
                yield Passage(passage.first_line, a, passage.last_line, b)

    def _wider(self, passage: Passage) -> Iterator[Passage]:
        """The passage with the rest of its block, before it, after it, and both."""
        end = len(counted(self._page.lines[passage.last_line]))
        for a, b in ((0, passage.end), (passage.start, end), (0, end)):
            yield from self._alike(Passage(passage.first_line, a, passage.last_line, b))

    def _in_text(self, passage: Passage) -> tuple[int, int]:
        """The passage in the text that was read."""
        before = [
            len(counted("".join(self._page.lines[:n]))) for n in (passage.first_line, passage.last_line)
        ]
        places = [at for at, char in enumerate(self._text) if counted(char)]
        return places[before[0] + passage.start], places[before[1] + passage.end - 1] + 1

    @contextmanager
    def _window(self, height: int) -> Iterator[Page]:
        context = self._browser.new_context(viewport={"width": WIDTH, "height": height})
        context.set_default_timeout(PATIENCE_MS)
        yield context.new_page()
        context.close()


def _painted(window: Page) -> bytes:
    """What the window shows of the page's beginning, which is all of it."""
    window.evaluate("scrollTo(0, 0)")
    return window.screenshot()


@contextmanager
def served() -> Iterator[tuple[str, dict[str, str]]]:
    """A server of this machine, and what it serves by path."""
    pages: dict[str, str] = {}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = pages.get(self.path.partition("?")[0], "").encode()
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", pages
    server.shutdown()
    server.server_close()
    thread.join()


if __name__ == "__main__":
    run()
