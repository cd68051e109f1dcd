"""The jobs of this room: captures, looks at the originals of statements, telling archives, scheduled posts."""

from blog.errors import DomainError
from blog.extensions import db
from blog.jobs import sweep, task
from blog.posts import archiving, capturing, rounds, watching
from blog.posts.publishing import links, scheduling
from blog.sources.capturing import TASK as CAPTURE
from blog.sources.models import Source

# Whoever waits is told at once; the log has the details.
BROKEN = "Something went wrong here, and nothing was kept. Try again, or paste the text or upload the page."


@task(CAPTURE)
def capture(*, capture_id: int) -> None:
    """Fetch, read and keep what a capture asks for; whoever asked is told how far it is, or what went wrong."""
    try:
        capturing.run(capture_id)
    except DomainError as error:
        capturing.fail(capture_id, error.message)
    except Exception:
        capturing.fail(capture_id, BROKEN)
        raise


@task(rounds.TASK)
def check(*, source_id: int) -> None:
    """Look at an original whose turn it is; nothing of it is looked at once nobody watches it any more."""
    source = db.session.get(Source, source_id)
    if source is not None and source.is_watched:
        watching.check_unasked(source)


@task(archiving.TASK)
def tell_archive(*, url: str) -> None:
    """Ask an archive to save what was captured; whether it does changes nothing here."""
    archiving.tell(url)


@task(scheduling.TASK)
def publish() -> None:
    """Publish what is due: the post that this was asked for, unless it has another moment by now."""
    scheduling.publish_due()


@task(links.TASK)
def try_links(*, urls: list[str]) -> None:
    """See where the links of a post lead."""
    links.try_out(urls)


sweep(rounds.sweep)
sweep(scheduling.publish_due)
