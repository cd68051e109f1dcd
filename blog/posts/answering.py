"""Answering a statement: a draft that reposts it, ready to be written in."""

from blog.posts.drafts import Draft
from blog.posts.models import TITLE_LIMIT
from blog.posts.saving import Prepared, prepare
from blog.sources.models import Text


def prepare_answer(text: Text) -> Prepared:
    """A draft with the statement's block in place, standing on the text given."""
    source = text.snapshot.source
    draft = Draft(title=f"On “{source.title}”"[:TITLE_LIMIT], body=f"/// statement | {source.url}\n///\n")
    return prepare(draft, pins={source.id: text.id})
