"""Where the links of a post lead: each is asked for once a day at most, when somebody wants to know."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa

from blog.clock import now
from blog.errors import Invalid
from blog.extensions import db
from blog.jobs import enqueue, waiting
from blog.posts.models import URL_LIMIT
from blog.posts.publishing.models import Link, LinkState
from blog.sources.capturing import ask_server
from blog.sources.fetching.failures import Cause, FetchFailed
from blog.sources.fetching.limits import Limits
from blog.transactions import writing

TASK = "posts.links"
FRESH = timedelta(days=1)
# A look at a link needs no more than an answer; of the page itself as little as may be.
BRIEF = Limits(seconds=10, received=2_000_000, decoded=4_000_000)
# More links than this are not tried: a post that has them is a list.
MOST = 100
# As many as are tried within a job's lease, were every one slow.
A_JOB = 20
# Answers that say that nothing is there (RFC 9110 §15.5.5, §15.5.11), and that nobody ever answers there.
NOT_THERE = (404, 410)
NOBODY = (Cause.NO_SUCH_NAME, Cause.BAD_ADDRESS)
# What came and was cut off is there all the same.
THERE = (Cause.TOO_BIG, Cause.BOMB)


def looked_at(urls: Sequence[str]) -> list[Link]:
    """What is known of these addresses, in their order."""
    digests = {digest_of(url): place for place, url in enumerate(urls)}
    found = db.session.scalars(sa.select(Link).where(Link.digest.in_(digests)))
    return sorted(found, key=lambda link: digests[link.digest])


def ask_for(urls: Sequence[str]) -> int:
    """Ask for a job that tries those of these addresses that were not tried lately; how many. In the caller's turn."""
    fresh = {link.url for link in looked_at(urls) if link.asked_at > now() - FRESH}
    asked = {url for job in waiting(TASK) for url in job["urls"]}
    stale = [url for url in urls[:MOST] if url not in fresh | asked and len(url) <= URL_LIMIT]
    for start in range(0, len(stale), A_JOB):
        enqueue(TASK, urls=stale[start : start + A_JOB])
    return len(stale)


def are_being_tried(urls: Sequence[str]) -> bool:
    """Whether a job that was asked for is still to try one of these."""
    return not {url for job in waiting(TASK) for url in job["urls"]}.isdisjoint(urls)


def try_out(urls: Sequence[str]) -> None:
    """Ask for each address and keep what came of it. Commits one at a time: a job that is cut off loses nothing."""
    for url in urls:
        fresh = [link for link in looked_at([url]) if link.asked_at > now() - FRESH]
        if fresh:
            continue
        state, told = _try(url)
        with writing():
            db.session.merge(Link(digest=digest_of(url), url=url, state=state, told=told, asked_at=now()))


def digest_of(url: str) -> str:
    """What an address is known by: it may be longer than an index takes."""
    return hashlib.sha256(url.encode()).hexdigest()


def _try(url: str) -> tuple[LinkState, str]:
    try:
        status = ask_server(url, limits=BRIEF).status
    except FetchFailed as failed:
        if failed.cause in THERE:
            return LinkState.FOUND, ""
        told = SENTENCES.get(failed.cause, "No answer came that could be read.")
        return (LinkState.DEAD if failed.cause in NOBODY else LinkState.UNCLEAR), told
    except Invalid as error:
        return LinkState.UNCLEAR, error.message
    if status in NOT_THERE:
        return LinkState.DEAD, f"Its server says that nothing is there ({status})."
    if status >= 400:
        return LinkState.UNCLEAR, f"Its server answered {status}; a browser may be shown more."
    return LinkState.FOUND, ""


SENTENCES = {
    Cause.NO_SUCH_NAME: "There is no site by that name.",
    Cause.BAD_ADDRESS: "This is not an address that can be opened.",
    Cause.NOT_ALLOWED: "It is not on the public internet.",
    Cause.TIMEOUT: "It did not answer in time.",
    Cause.TLS: "Its certificate is not valid.",
    Cause.UNREACHABLE: "It could not be reached.",
}
