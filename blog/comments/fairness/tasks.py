"""The jobs of this room."""

from blog.comments.fairness.forgetting import forget_complainants
from blog.jobs import daily
from blog.transactions import writing

TASK = "fairness.forget-complainants"


@daily(TASK)
def forget() -> None:
    """Forget who complained, when that was answered long ago."""
    with writing():
        forget_complainants()
