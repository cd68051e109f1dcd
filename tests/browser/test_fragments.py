"""Deep links, opened in a real browser: a tenth of what `benchmarks.fragments` tries."""

from collections import Counter

from playwright.sync_api import Browser

from benchmarks.fragments import FOUND, open_links

LINKS = 50


def test_a_deep_link_leads_to_its_passage_and_never_to_another(browser: Browser) -> None:
    opened = list(open_links(browser, LINKS, seed=11))
    outcomes = Counter(link.outcome for link in opened)
    assert len(opened) == LINKS
    assert [link for link in opened if link.outcome not in FOUND] == []
    # The others lead there too, with the rest of a block that the page repeats.
    assert outcomes["right"] >= LINKS * 0.9
