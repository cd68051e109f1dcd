"""Capturing for someone who waits for it: the first copy of a statement, or another look at one that is known."""

from blog.accounts.models import User
from blog.embed.checking.looking import Look, first_look, judged, missing
from blog.errors import Invalid
from blog.extensions import db
from blog.posts.watching import recorded
from blog.sources.capturing import ask_server, copy_of_answer, new_source
from blog.sources.fetching.client import Fetched
from blog.sources.keeping import Copy, find, keep_copy, latest_text, take_turn
from blog.sources.models import Capture, Outcome, Progress, Source, Text
from blog.sources.urls import canonical_url
from blog.transactions import writing

OTHER_WAYS = "Paste the text, upload the page as a file, or use the bookmarklet."


def run(capture_id: int) -> None:
    """Do what a capture asks for, telling how far it is. Commits. Raises `Invalid` with a sentence for who asked."""
    url, by = _begin(capture_id)
    fetched = ask_server(url)
    _advance(capture_id, Progress.READING)
    known = find(canonical_url(fetched.final_url)) or find(url)
    text_id, is_new = _again(known, fetched, by=by) if known else _first(url, fetched, by=by)
    with writing():
        capture = db.session.get_one(Capture, capture_id)
        capture.progress, capture.text_id, capture.is_new = Progress.DONE, text_id, is_new


def fail(capture_id: int, message: str) -> None:
    """Note that a capture came to nothing, and why. Commits."""
    with writing():
        capture = db.session.get_one(Capture, capture_id)
        capture.progress, capture.message = Progress.FAILED, message[:500]


def keep_given(url: str, copy: Copy, *, by: User | None) -> tuple[Text, bool]:
    """Keep a copy that someone gave as a file or from their browser; its text, and whether it is a new version."""
    url = canonical_url(url)
    take_turn()
    source = find(url) or new_source(url, copy, by=by)
    known = {snapshot.id for snapshot in source.snapshots}
    text = keep_copy(source, copy, by=by)
    return text, text.snapshot_id not in known


def _begin(capture_id: int) -> tuple[str, User | None]:
    _advance(capture_id, Progress.FETCHING)
    capture = db.session.get_one(Capture, capture_id)
    return capture.url, db.session.get(User, capture.asked_by_id) if capture.asked_by_id else None


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
        raise Invalid(_refusal(found), field="url")
    with writing():
        source = db.session.get_one(Source, known.id)
        source.is_watched = True
        result = recorded(source, found, by=by)
        text = result.text or latest_text(source)
        return text.id, result.text is not None


def _refusal(found: Look) -> str:
    return f"{found.detail}, so nothing was kept. {OTHER_WAYS}"
