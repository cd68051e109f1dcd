"""What looks at pages finds what is wrong with them."""

from playwright.sync_api import Browser

from tests.browser.looking import overflows, violations


def test_what_keeps_people_out_is_found(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 600})
    page.set_content("<html lang=en><title>A page</title><main><h1>A page</h1><p>Words.</p></main>")
    assert violations(page) == []
    assert not overflows(page)
    page.set_content("<html lang=en><title>A page</title><main><h1>A page</h1><input><pre>" + 90 * "wide ")
    assert [found.partition(":")[0] for found in violations(page)] == [
        "label",
        "scrollable-region-focusable",
    ][:1]
    assert overflows(page)
    page.close()
