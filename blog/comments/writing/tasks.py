"""The jobs of this room."""

from blog.comments.writing.unsent import purge_unsent
from blog.jobs import daily
from blog.transactions import writing

TASK = "comments.purge-unsent"


@daily(TASK)
def purge() -> None:
    """Delete the comments whose links were never followed."""
    with writing():
        purge_unsent()
