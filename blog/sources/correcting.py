"""What an author may correct about a statement: what is known of its source, and what each block is.

The captured words are never among it. Other roles make a new text of the same copy; posts stay on the text that
they were written on until someone moves them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.clock import now
from blog.errors import Forbidden, Invalid
from blog.extensions import db
from blog.sources.adding import LIMITS, typed_date
from blog.sources.blocks import Block, BlockRole, to_json, with_roles
from blog.sources.extracting.regions import Region
from blog.sources.models import Source, Text
from blog.typed import line, one_line, required

# What may be corrected, and the fact that says it (`blog.sources.extracting.facts`).
SAID = {name: name for name in LIMITS} | {"date": "published"}


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


def said_otherwise(source: Source, text: Text) -> dict[str, str]:
    """What the copy says of itself where that is not what is known of the source, by the names of `correct_source`.

    The date is a day as YYYY-MM-DD, the language a tag; “en” and “en-GB” are no two languages.
    """
    said = {name: one_line(str((text.facts or {}).get(name) or "")) for name in SAID.values()}
    day = source.published_on.isoformat() if source.published_on else ""
    known = {"date": day, **{name: str(getattr(source, name)) for name in LIMITS}}
    return {
        field: said[name]
        for field, name in SAID.items()
        if said[name] and not _is_same(field, said[name], known[field])
    }


def _is_same(field: str, said: str, known: str) -> bool:
    if field == "language":
        one, other = (f"{tag.lower()}-" for tag in (said, known))
        return one.startswith(other) or other.startswith(one)
    return said[: LIMITS.get(field)] == known


def change_reading(
    text: Text, roles: Mapping[int, str], *, by: User, inside_ids: Collection[int] | None = None
) -> Text:
    """The text with other roles, by block id, and with other blocks as the statement where `inside_ids` are given.

    A new text where they differ, else the same one. Which blocks are the statement is kept as the source's region, for
    its next capture. Raises `Invalid` beside role or inside.
    """
    source = text.snapshot.source
    require_keeper(source, by)
    try:
        chosen = {block_id: BlockRole(role) for block_id, role in roles.items()}
    except ValueError as error:
        raise Invalid("Choose one of the roles offered.", field="role") from error
    blocks = with_roles(text.blocks, chosen)
    if inside_ids is not None:
        blocks = _with_inside(blocks, inside_ids)
        source.region, source.region_is_lost = Region.of(blocks, inside_ids).to_json(), False
    if blocks == text.blocks:
        return text
    changed = Text(
        extractor=text.extractor,
        made_by_id=by.id,
        stored=to_json(blocks),
        facts=text.facts,
        raw_map=text.raw_map,
    )
    text.snapshot.texts.append(changed)
    db.session.flush()
    return changed


def _with_inside(blocks: Sequence[Block], inside_ids: Collection[int]) -> tuple[Block, ...]:
    if not any(block.id in inside_ids for block in blocks):
        raise Invalid(
            "A statement has at least one block. Nothing was changed: choose its blocks.", field="inside"
        )
    return tuple(replace(block, outside=block.id not in inside_ids) for block in blocks)


def watch(source: Source, *, on: bool, by: User) -> None:
    """Begin or end watching the original; begun, it is looked at soon."""
    require_keeper(source, by)
    source.is_watched = on
    source.next_check_at = now() if on else None
