"""Adding a statement: its source, a kept copy, and the text read out of it."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from blog.accounts.models import User
from blog.accounts.roles import Act
from blog.errors import Invalid
from blog.extensions import db
from blog.sources import payloads
from blog.sources.dates import find_date
from blog.sources.keeping import Copy, find, keep_copy, take_turn
from blog.sources.models import Method, Source, Text
from blog.sources.pasting import Pasted, read_pasted
from blog.sources.urls import canonical_url
from blog.typed import line, one_line, required

# Raised whenever the same payload would be read differently.
EXTRACTOR = "pasted/1"
LIMITS = {"publisher": 200, "title": 500, "byline": 300, "language": 35}


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as its author gives it: checked, and completed by what its text itself says.

    Its bytes are kept already (`payload_sha256`), since that waits for the disk and the writers' lock should not.
    """

    payload_sha256: str
    payload_bytes: int
    pasted: Pasted
    url: str
    publisher: str
    title: str
    byline: str
    published_on: date | None
    language: str

    @classmethod
    def parse(
        cls,
        raw: str,
        *,
        url: str = "",
        publisher: str = "",
        title: str = "",
        byline: str = "",
        date_words: str = "",
        language: str,
        kind: str = "detect",
    ) -> Self:
        """Read what was pasted, and keep its bytes.

        Raises `Invalid` beside text, kind, url, publisher, title, byline, date or language.
        """
        pasted = read_pasted(raw, kind=kind, url=url.strip())
        url = canonical_url(url.strip() or pasted.url)
        given = {"publisher": publisher, "title": title, "byline": byline}
        facts = {
            name: line(value, field=name, limit=LIMITS[name], what=f"The {name}")
            or one_line(getattr(pasted, name))[: LIMITS[name]]
            for name, value in given.items()
        }
        language = line(language, field="language", limit=LIMITS["language"], what="The language")
        required(facts["title"], field="title", what="The title, which the text does not tell,")
        required(facts["publisher"], field="publisher", what="The publisher, which the text does not tell,")
        day = typed_date(date_words) or pasted.published_on
        payload = raw.encode()
        return cls(
            payloads.keep(payload), len(payload), pasted, url, **facts, published_on=day, language=language
        )


def typed_date(words: str) -> date | None:
    """The date that someone typed, None where the field is empty. Raises `Invalid` beside date."""
    words = words.strip()
    found = find_date(words)
    if words and (found is None or words[found[1] : found[2]] != words):
        raise Invalid(
            f"“{words[:40]}” is not a date. Write one such as 2025-05-14 or 14 May 2025.", field="date"
        )
    return found[0] if found else None


def add_pasted(statement: Statement, *, by: User | None, is_demo: bool = False) -> Text:
    """Keep a pasted statement; `by` is None for the operator's command.

    The same words pasted again for the same address are the copy that is there already; other words are a new
    version. What is known of the source stays as it was: it is corrected on the source's own page.
    """
    if by is not None:
        by.require(Act.WRITE)
    take_turn()
    source = find(statement.url) or _new_source(statement, by=by, is_demo=is_demo)
    copy = Copy(
        Method.PASTED,
        statement.payload_sha256,
        statement.payload_bytes,
        "text/plain; charset=utf-8",
        statement.pasted.blocks,
        EXTRACTOR,
    )
    return keep_copy(source, copy, by=by)


def _new_source(statement: Statement, *, by: User | None, is_demo: bool) -> Source:
    source = Source(
        url=statement.url,
        publisher=statement.publisher,
        title=statement.title,
        byline=statement.byline,
        published_on=statement.published_on,
        language=statement.language,
        added_by_id=by.id if by else None,
        is_demo=is_demo,
    )
    db.session.add(source)
    db.session.flush()
    return source
