"""Raw offsets are a real browser's: positions in `document.body.textContent`, counted in code points."""

import pytest
from playwright.sync_api import Browser

from blog.sources.blocks import full_text
from blog.sources.extracting.documents import read_document
from blog.sources.extracting.raw_map import RawMap

PAGES = {
    "scripts, styles, templates and hidden words": """<!doctype html>\n<html>\n<head><title>A &amp; B</title>
        <style>p { color: red }</style></head>\n\n<body>\n<script>var a = "<p>1</p>"</script><style>b {}</style>
        <template><p>not yet</p></template><p hidden>later</p><!-- no -->\n<p>Fares  rise\n for <b> all</b> of us.</p>
        <noscript><p>turn it on</p></noscript><svg><title>Sun</title></svg>
        <p>Soon\u00ad, and \U0001f6a2 \u4e2d\u6587.</p>""",
    "lines of their own": "<pre>\n\n  one\n\n    two  </pre><textarea>\nyours</textarea><p>One<br>two<br><br>three</p>",
    "tags left open": "<p>One<p>Two<ul><li>three<li>4</ul><table><tr><td>five<td>six</table><b>seven<p>eight</b>nine",
    "line ends of all kinds": "<p>One\r\ntwo\rthree\n four&#13;five&#x85;six&nbsp;seven\x0c</p>\r\n<p>eight</p>",
    "words below the body": "<body><p>One</p></body>\n two </html>\n three",
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_each_word_stands_where_the_map_says(browser: Browser, page: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.route("**/*", lambda route: route.fulfill(body=page, content_type="text/html; charset=utf-8"))
    tab.goto("http://harbourline.example/")
    raw = tab.evaluate("document.body.textContent")
    context.close()
    reading = read_document(page, kind="html")
    runs, text = RawMap.from_json(reading.raw_map), full_text(reading.blocks)
    shown = [offset for offset, letter in enumerate(text) if not letter.isspace()]
    assert "".join(raw[runs.to_raw(offset)] for offset in shown) == "".join(text[offset] for offset in shown)
