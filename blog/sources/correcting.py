"""What an author may correct about a statement: what is known of its source, and what each block is.

The captured words are never among it. Other roles make a new text of the same copy; posts stay on the text that
they were written on until someone moves them.
"""

from collections.abc import Mapping

from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.errors import Forbidden, Invalid
from blog.extensions import db
from blog.sources.adding import LIMITS, typed_date
from blog.sources.blocks import BlockRole, to_json, with_roles
from blog.sources.models import Source, Text
from blog.typed import line, required


def may_correct(source: Source, person: User) -> bool:
    """Whether `person` may correct the statement: an editor any, an author those that they added."""
    return person.may(Act.EDIT) or (person.may(Act.WRITE) and source.added_by_id == person.id)


def require_keeper(source: Source, person: User) -> None:
    """Raise `Forbidden` unless `person` may correct the statement: what is known of it stands in others' posts."""
    if not may_correct(source, person):
        raise Forbidden("Another author added this statement. They, or an editor, may correct it.")


def correct_source(
    source: Source, *, publisher: str, title: str, byline: str, date_words: str, language: str, by: User
) -> None:
    """Correct what is known of a source. Raises `Invalid` beside the field that is wrong."""
    require_keeper(source, by)
    day = typed_date(date_words)
    facts = {
        name: line(value, field=name, limit=LIMITS[name], what=f"The {name}")
        for name, value in {
            "publisher": publisher,
            "title": title,
            "byline": byline,
            "language": language,
        }.items()
    }
    for name in ("publisher", "title", "language"):
        required(facts[name], field=name, what=f"The {name}")
    source.published_on = day
    for name, value in facts.items():
        setattr(source, name, value)


def change_roles(text: Text, roles: Mapping[int, str], *, by: User) -> Text:
    """The text with other roles, by block id: a new text where they differ, else the same one."""
    require_keeper(text.snapshot.source, by)
    try:
        chosen = {block_id: BlockRole(role) for block_id, role in roles.items()}
    except ValueError as error:
        raise Invalid("Choose one of the roles offered.", field="role") from error
    blocks = with_roles(text.blocks, chosen)
    if blocks == text.blocks:
        return text
    changed = Text(extractor=text.extractor, made_by_id=by.id, stored=to_json(blocks))
    text.snapshot.texts.append(changed)
    db.session.flush()
    return changed
