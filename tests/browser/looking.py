"""Looking at pages as the browser shows them: axe-core's findings, and pictures to be looked at by people."""

import os
import re
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
# Pictures of every page are kept here, to be looked at after a run; nothing is compared with them.
PICTURES = Path(os.environ.get("PICTURES_DIR") or ROOT / ".pictures")
# What axe-core (https://github.com/dequelabs/axe-core) is asked for: WCAG 2.2 at A and AA, and what is good practice.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
axe = Axe()


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong, a line each: the rule, what stands where, and why."""
    found: dict[str, Any] = axe.run(page, options={"runOnly": TAGS}).response
    return [
        f"{violation['id']}: {node['target']} {node['html'][:160]} — {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def keep_picture(page: Page, name: str) -> Path:
    """Keep a picture of the whole page; `name` is an address or words."""
    PICTURES.mkdir(exist_ok=True)
    path = PICTURES / f"{re.sub(r'[^a-z0-9]+', '-', name.lower()).strip('-')}.png"
    page.screenshot(path=path, full_page=True)
    return path


def overflows(page: Page) -> bool:
    """Whether the page is wider than the window, so that it must be moved sideways to be read."""
    wider: bool = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return wider
