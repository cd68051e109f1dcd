"""Telling an archive of what was captured here, where the site's owner has chosen so."""

from functools import partial

from blog.jobs import enqueue
from blog.site import Site, current_site
from blog.sources.capturing import ask_server
from blog.sources.fetching.limits import Limits
from blog.sources.fetching.memento import WAYBACK_COPIES, push
from blog.sources.models import Text

TASK = "sources.tell_archive"
# An archive answers once it has saved the page, which takes it a minute or two; a job's lease is five.
PATIENT = Limits(seconds=200)


def ask_to_tell(text: Text) -> None:
    """Ask for a job that tells the archive of a version that was just fetched, in the caller's transaction.

    Not of what somebody gave: it may not be at the address any more, or not for everybody.
    """
    if is_told_of(text, current_site()):
        enqueue(TASK, url=text.snapshot.source.url)


def is_told_of(text: Text, site: Site) -> bool:
    """Whether the archive is told of such a version: the owner chose so, and the page does not ask for the opposite."""
    return site.tells_archive and not (text.facts or {}).get("noarchive")


def tell(url: str, *, base: str = WAYBACK_COPIES) -> str | None:
    """Ask the archive at `base` to save `url`; the address of its copy, None where it made none. Never raises for it:
    an archive is help that may be missing.
    """
    return push(url, fetch=partial(ask_server, limits=PATIENT), base=base)
