"""Capturing for someone who waits for it: the first copy of a statement, or another look at one that is known."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from blog.accounts.models import User
from blog.embed.checking.looking import Look, first_look, judged, missing, unseen
from blog.errors import Invalid
from blog.extensions import db
from blog.posts.watching import recorded
from blog.sources.capturing import ask_server, copy_of_answer, new_source
from blog.sources.confirmed import in_region
from blog.sources.fetching.client import Fetched
from blog.sources.fetching.failures import FetchFailed
from blog.sources.fetching.memento import Memento, memento_at, memento_of, unframed
from blog.sources.keeping import Copy, current_text, find, keep_copy, take_turn
from blog.sources.models import Capture, Method, Outcome, Progress, Source, Text
from blog.sources.urls import canonical_url
from blog.transactions import writing

OTHER_WAYS = "Paste the text, upload the page as a file, or use the bookmarklet."


NOT_A_COPY = "This archive answered with something that is no copy of the page, so nothing was kept. "


def run(capture_id: int) -> None:
    """Do what a capture asks for, telling how far it is. Commits. Raises `Invalid` with a sentence for who asked."""
    url, by = _begin(capture_id)
    text_id, is_new = capture(url, by=by, on_answer=lambda: _advance(capture_id, Progress.READING))
    with writing():
        asked = db.session.get_one(Capture, capture_id)
        asked.progress, asked.text_id, asked.is_new = Progress.DONE, text_id, is_new


def capture(url: str, *, by: User | None, on_answer: Callable[[], None] = lambda: None) -> tuple[int, bool]:
    """Fetch the page at a canonical URL and keep it: its text's id, and whether it is a new version. Commits.

    The address of a copy in an archive brings an earlier version of the original. Raises `Invalid` with a sentence
    for who asked; then nothing was kept.
    """
    if memento := memento_of(url):
        return _archived(url, memento, by=by, on_answer=on_answer)
    known = find(url)
    try:
        fetched = ask_server(url)
    except FetchFailed as failure:
        if known:
            _note(known, unseen(failure), by=by)
        raise
    on_answer()
    known = find(canonical_url(fetched.final_url)) or known
    return _again(known, fetched, by=by) if known else _first(url, fetched, by=by)


def fail(capture_id: int, message: str) -> None:
    """Note that a capture came to nothing, and why. Commits."""
    with writing():
        asked = db.session.get_one(Capture, capture_id)
        asked.progress, asked.message = Progress.FAILED, message[:500]


def keep_given(
    url: str, copy: Copy, *, by: User | None, named: Mapping[str, str] | None = None
) -> tuple[Text, bool]:
    """Keep a copy that someone gave as a file or from their browser; its text, and whether it is a new version.

    `named` is what they say of a statement that is not known yet, see `new_source`. Where an author confirmed which
    blocks are the statement, those are it in this copy too (`confirmed.is_missed` tells where they are not in it).
    """
    url = canonical_url(url)
    take_turn()
    source = find(url) or new_source(url, copy, by=by, named=named or {})
    copy = replace(copy, blocks=in_region(source, copy.blocks) or copy.blocks)
    known = {snapshot.id for snapshot in source.snapshots}
    text = keep_copy(source, copy, by=by)
    return text, text.snapshot_id not in known


def _begin(capture_id: int) -> tuple[str, User | None]:
    _advance(capture_id, Progress.FETCHING)
    asked = db.session.get_one(Capture, capture_id)
    return asked.url, db.session.get(User, asked.asked_by_id) if asked.asked_by_id else None


def _advance(capture_id: int, progress: Progress) -> None:
    with writing():
        db.session.get_one(Capture, capture_id).progress = progress


def _first(url: str, fetched: Fetched, *, by: User | None) -> tuple[int, bool]:
    if gone := missing(url, fetched):
        raise Invalid(_refusal(gone), field="url")
    copy = copy_of_answer(fetched)
    found = first_look(copy, fetched)
    with writing():
        take_turn()
        address = canonical_url(fetched.final_url)
        source = find(address) or new_source(address, copy, by=by)
        source.is_watched = True
        result = recorded(source, found, by=by)
        assert result.text is not None
        return result.text.id, True


def _again(known: Source, fetched: Fetched, *, by: User | None) -> tuple[int, bool]:
    found = judged(known, fetched)
    if found.outcome in (Outcome.GONE, Outcome.BLOCKED, Outcome.FAILED):
        _note(known, found, by=by)
        raise Invalid(_refusal(found), field="url")
    with writing():
        source = db.session.get_one(Source, known.id)
        source.is_watched = True
        result = recorded(source, found, by=by)
        text = result.text or current_text(source)
        return text.id, result.text is not None


def _note(known: Source, found: Look, *, by: User | None) -> None:
    """Write down a look that came to nothing, as the watcher does."""
    with writing():
        recorded(db.session.get_one(Source, known.id), found, by=by)


def _archived(
    url: str, memento: Memento, *, by: User | None, on_answer: Callable[[], None]
) -> tuple[int, bool]:
    fetched = ask_server(unframed(url))
    on_answer()
    came = memento_of(fetched.final_url)
    if came is None:
        raise Invalid(NOT_A_COPY + OTHER_WAYS, field="url")
    # Relative links on the page are those of the original; where the bytes came from is told of the copy.
    page = replace(fetched, final_url=came.original)
    if gone := missing(came.original, page):
        raise Invalid(_refusal(gone), field="url")
    day = (memento_at(fetched) or came.at).date()
    copy = copy_of_answer(page, method=Method.ARCHIVED, stated_on=day)
    copy = replace(copy, final_url=fetched.final_url)
    with writing():
        is_known = find(canonical_url(memento.original)) is not None
        text, is_new = keep_given(memento.original if is_known else came.original, copy, by=by)
        return text.id, is_new


def _refusal(found: Look) -> str:
    """What happened and what to do: some details are whole sentences that say both."""
    if found.detail.endswith("."):
        return found.detail
    return f"{found.detail}, so nothing was kept. {OTHER_WAYS}"
