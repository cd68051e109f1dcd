"""Words in quotation marks within the commentary: do they stand in a statement that the post is on?

Long ones, and any that are credited to a publisher, are checked one by one; a few words in marks are mostly distance
(“scare quotes”), so they share one quiet line.
"""

import re
from collections.abc import Iterable, Iterator

from blog.embed.verifying import HAS_WORDS, STANDS, Verdict
from blog.posts.attribution.remarks import Kind, Known, Place, Remark
from blog.posts.attribution.speakers import VERBS, name_words

# From this many words on, marks say that someone said it.
LONG_WORDS = 6
# A name or pronoun that says, right before or after the marks.
CREDIT_REACH = 60
MOST_SHORT_SHOWN = 6
IN_MARKS = re.compile(
    r"“([^“”]{2,2000})”|„([^„“”]{2,2000})[“”]|«([^«»]{2,2000})»|(?<!\w)\"([^\"]{2,2000})\"(?!\w)"
)
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|<?https?://\S+")
SAYS = re.compile(rf"\b(?:{VERBS})\b", re.IGNORECASE)
SAID_BY_THEM = re.compile(r"\b(?:they|the (?:company|letter|statement))\b", re.IGNORECASE)


def words_remarks(places: Iterable[Place], known: list[Known]) -> Iterator[Remark]:
    """Remarks on quoted words that no statement says, or says otherwise."""
    if not known:
        return
    short: list[str] = []
    for place in places:
        text = LINK.sub(lambda match: match[1] or " ", place.words)
        for match in IN_MARKS.finditer(text):
            words = next(group for group in match.groups() if group)
            if not HAS_WORDS.search(words):
                continue
            is_checked = len(words.split()) >= LONG_WORDS or _is_credited(text, match, known)
            verdict, original = _standing(words, known)
            if verdict in STANDS:
                continue
            if is_checked:
                yield Remark(Kind.WORDS, _message(words, verdict, original), place.line)
            elif words not in short:
                short.append(words)
    if short:
        shown = ", ".join(f"“{words}”" for words in short[:MOST_SHORT_SHOWN])
        more = f" and {len(short) - MOST_SHORT_SHOWN} more" if len(short) > MOST_SHORT_SHOWN else ""
        message = f"Short words in quotation marks that stand in no statement here: {shown}{more}."
        yield Remark(Kind.WORDS, message, is_quiet=True)


def _standing(words: str, known: Iterable[Known]) -> tuple[Verdict, str]:
    """The best verdict of any statement, and its words where they differ."""
    findings = [statement.passages.verify(words) for statement in known]
    for finding in findings:
        if finding.verdict in STANDS:
            return finding.verdict, finding.exact
    altered = next((finding for finding in findings if finding.verdict is Verdict.ALTERED), None)
    return (Verdict.ALTERED, altered.exact) if altered else (Verdict.NOT_FOUND, "")


def _is_credited(text: str, match: re.Match[str], known: Iterable[Known]) -> bool:
    """Whether the words beside the marks say that the publisher, or they, said it."""
    around = text[max(match.start() - CREDIT_REACH, 0) : match.start()], text[match.end() :][:CREDIT_REACH]
    names = {name for statement in known for name in name_words(statement.publisher, statement.byline)}
    return any(
        SAYS.search(beside) and (SAID_BY_THEM.search(beside) or not names.isdisjoint(name_words(beside)))
        for beside in around
    )


def _message(words: str, verdict: Verdict, original: str) -> str:
    cut = words if len(words) <= 120 else words[:119] + "…"
    if verdict is Verdict.ALTERED:
        return f"“{cut}” stands in quotation marks, but the statement says “{original[:200]}”."
    return (
        f"“{cut}” stands in quotation marks, but in no statement that this post is on. Whose words are they?"
    )
