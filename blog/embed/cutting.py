"""Cutting: what stands just outside a quotation and changes what it says.

"We share your recordings" is exact, and false where the sentence goes on "unless you opt out". The cues are in
blog.embed.cues. They are looked for where a cut was made: in the rest of the same sentence before and after, in what an
ellipsis left out, in what a bracket replaced, and in the line that leads to a list.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from blog.embed.cues import CLAIM, CONDITION, ENGLISH, NEGATION, QUESTION, Cues, cues_of, whole_words
from blog.embed.findings import Bracket, Caution
from blog.embed.hints import Places
from blog.embed.layers import Span, lowered
from blog.embed.sentences import OPENING, end_of, start_of
from blog.sources.blocks import BlockRole

# Words between a negation and what it governs, and a condition and what depends on it.
NEGATED_WITHIN = 5
CONDITIONED_WITHIN = 10
# The line before a list governs its items whatever else it says.
LEAD_WITHIN = 14
# Left out together, so few words are one thought.
ONE_THOUGHT = 12
# What is shown of the original, in words.
SHOWN_WORDS = 24
# The language is told by so many characters, for each block: some pages say all in two.
STRETCH = 2_000
# How far into the next sentence a denial is looked for, in characters.
DENIED_WITHIN = 120
SENTENCE_MARKS = (".", "!", "?", "。", "！", "？")
CLOSING = "\"'”’»)] "
CLAUSE_END = re.compile(
    r"[;:—]|,? (?:and|or|but|und|oder|et|ou|y|o) (?=(?:we|you|they|it|i|wir|sie|nous|vous)\b)"
)
# After a comma, as German sets one before each clause.
THAT = r"\s*,\s*(?:dass|daß|wonach|that|que)"
BORDER = re.compile(r"[,;:()—–]|\s-\s")
CURLY = str.maketrans("’‘“”", "''\"\"")


class Cuts:
    """What stands around the cuts that quotations make in one statement."""

    def __init__(self, text: str, places: Places) -> None:
        self._text = text
        self._places = places
        self._cues = cache(self._cues_of)

    def cautions(self, parts: Sequence[Span], brackets: Sequence[Bracket]) -> tuple[Caution, ...]:
        """What to beware of in a quotation that stands at `parts` (raw ranges, in order) of the whole text."""
        block = self._places.block_at(parts[0][0])
        cues = self._cues((block.offset, block.end) if block else (0, STRETCH))
        found = [*self._before(parts[0], cues), *self._after(parts[-1], cues)]
        for one, other in pairwise(parts):
            found += _omitted(self._text, (one[1], other[0]), cues)
        found += _replaced(brackets, cues)
        return tuple(dict.fromkeys(found))

    def _cues_of(self, block: Span) -> Cues:
        """The cues of a block's language; of what is around it, where it is too short to tell."""
        start, end = block
        around = self._text[max(0, start - STRETCH) : end + STRETCH]
        return (
            cues_of(_plain(self._text[start : min(end, start + STRETCH)]))
            or cues_of(_plain(around))
            or ENGLISH
        )

    def _before(self, part: Span, cues: Cues) -> Iterator[Caution]:
        block = self._places.block_at(part[0])
        start = start_of(self._text, part[0], block.offset if block else 0)
        before = self._text[start : part[0]]
        if before.strip(OPENING):
            yield from _leading(before, self._text[slice(*part)], cues, NEGATED_WITHIN)
        elif block and start - block.offset <= len(OPENING):
            lead = _lead(self._places, self._places.index_of(block))
            yield from _leading(lead, "", cues, LEAD_WITHIN)

    def _after(self, part: Span, cues: Cues) -> Iterator[Caution]:
        block = self._places.block_at(part[1] - 1)
        most = block.end if block else len(self._text)
        quoted = self._text[slice(*part)].rstrip(CLOSING)
        is_whole = quoted.endswith(SENTENCE_MARKS) or part[1] >= most
        end = part[1] if is_whole else end_of(self._text, part[1], most)
        after = self._text[part[1] : end]
        if after.strip():
            yield from _following(after, cues)
            if after.rstrip(CLOSING).endswith("?"):
                start = start_of(self._text, part[1] - 1, block.offset if block else 0)
                yield Caution(QUESTION, "after", "?", _first(self._text[start:end], 0))
        following = self._text[end:most]
        denial = _denied(cues).match(_plain(following[:DENIED_WITHIN]))
        if denial:
            yield Caution(CLAIM, "next", denial[1], _first(following, denial.end()))


def _lead(places: Places, index: int) -> str:
    """The sentence that leads to the list in which the block at `index` stands, if any: it ends with a colon."""
    while index > 0:
        is_item = places.blocks[index].role is BlockRole.LIST_ITEM
        index -= 1
        text = places.blocks[index].text.rstrip()
        if text.endswith(":"):
            return text[start_of(text, len(text) - 1, 0) :]
        if not is_item:
            break
    return ""


def _leading(before: str, quoted: str, cues: Cues, within: int) -> Iterator[Caution]:
    """What words before a cut, in the same sentence, say of those after it."""
    plain = _plain(before).rstrip(": ")
    opening = _opening(cues).search(plain) or _hanging(cues).search(plain)
    if opening:
        yield Caution(CONDITION, "before", opening[1], _last(before, opening.start(1)))
    claim = _claim(cues).search(plain)
    if claim:
        yield Caution(CLAIM, "before", claim[1], _last(before, claim.start(1)))
        return
    match = _last_negation(plain, cues)
    if match is None:
        return
    between = plain[match.end() :]
    # "… and | we": what breaks off may end within the quoted words, and begins before them.
    clause = whole_words(cues.breaks).search(f"{between.rstrip()} {' '.join(_plain(quoted).split()[:2])}")
    is_new = clause is not None and clause.start() < len(between.rstrip())
    # A border parts; one right before the cut does so only behind other words ("do not, and will not, | sell").
    border = BORDER if within == NEGATED_WITHIN else CLAUSE_END
    is_parted = border.search(between if between.strip(", ") else "") or is_new
    if len(between.split()) <= within and not is_parted:
        yield Caution(NEGATION, "before", match[0], _last(before, match.start()))


def _following(after: str, cues: Cues) -> Iterator[Caution]:
    """What words after a cut, in the same sentence, say of those before it."""
    plain = _plain(after)
    denial = _denial(cues).match(plain)
    if denial:
        yield Caution(CLAIM, "after", denial[1], _first(after, denial.end()))
        return
    trailing = _trailing(cues).match(plain)
    if trailing and not _is_idiom(plain, trailing.start(1), cues):
        yield Caution(NEGATION, "after", trailing[1], _first(after, trailing.end()))
    clause = CLAUSE_END.split(plain, maxsplit=1)[0]
    condition = whole_words(cues.conditions).search(clause)
    if condition and len(clause[: condition.start()].split()) <= CONDITIONED_WITHIN:
        yield Caution(CONDITION, "after", condition[0], _first(after, condition.end()))


def _omitted(text: str, gap: Span, cues: Cues) -> Iterator[Caution]:
    """What was left out of the middle: a short stretch is looked at whole, a long one at both its ends."""
    left_out = text[slice(*gap)]
    plain = _plain(left_out)
    first = end_of(text, gap[0], gap[1])
    if first >= gap[1] and len(left_out.split()) <= ONE_THOUGHT:
        for kind, pattern in ((CONDITION, cues.conditions), (CLAIM, cues.claims)):
            match = whole_words(pattern).search(plain)
            if match:
                yield Caution(kind, "omitted", match[0], " ".join(left_out.split()))
                return
        negation = _last_negation(plain, cues)
        if negation:
            yield Caution(NEGATION, "omitted", negation[0], " ".join(left_out.split()))
        return
    is_sentence = text[max(0, gap[0] - 4) : gap[0]].rstrip(CLOSING).endswith(SENTENCE_MARKS)
    head = [] if is_sentence else list(_following(text[gap[0] : first], cues))
    last = start_of(text, gap[1], gap[0])
    tail = list(_leading(text[last : gap[1]], text[gap[1] : gap[1] + 60], cues, NEGATED_WITHIN))
    for caution in [*head, *tail]:
        yield replace(caution, where="omitted")


def _replaced(brackets: Sequence[Bracket], cues: Cues) -> Iterator[Caution]:
    """A negation that a bracket took away or put in."""
    for bracket in brackets:
        was, now = (_last_negation(_plain(words), cues) for words in (bracket.original, bracket.typed))
        match = was or now
        if match and not (was and now):
            words = f"{bracket.typed} for “{bracket.original}”" if was else bracket.typed
            yield Caution(NEGATION, "brackets", match[0], words)


def _last_negation(plain: str, cues: Cues) -> re.Match[str] | None:
    found = [
        match
        for match in whole_words(cues.negations).finditer(plain)
        if not _is_idiom(plain, match.start(), cues)
    ]
    return found[-1] if found else None


def _is_idiom(plain: str, at: int, cues: Cues) -> bool:
    return any(match.start() <= at < match.end() for match in whole_words(cues.idioms).finditer(plain))


def _plain(text: str) -> str:
    """`text` lowered, with straight apostrophes and quotation marks, each character in its place."""
    return lowered(text).translate(CURLY)


def _last(before: str, at: int) -> str:
    """The original's words from the cue on, or from the sentence's beginning where that is near."""
    words = before.split()
    return " ".join(words if len(words) <= SHOWN_WORDS else ["…", *before[at:].split()][: SHOWN_WORDS + 1])


def _first(after: str, until: int) -> str:
    """The original's words up to the cue, and some more."""
    words, least = after.split(), len(after[:until].split())
    most = max(SHOWN_WORDS, least + SHOWN_WORDS // 3)
    return " ".join(words if len(words) <= most else [*words[:most], "…"])


@cache
def _opening(cues: Cues) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[;:—])\W*((?:{cues.openings})(?!\w))[^;:]*,(?:\s+[\w'-]+){{0,3}}\s*$")


@cache
def _hanging(cues: Cues) -> re.Pattern[str]:
    """A condition right before the cut: "unless | you opt in"."""
    return re.compile(rf"(?<!\w)({cues.conditions}|{cues.openings})\s*$")


@cache
def _claim(cues: Cues) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)({cues.claims})(?!\w)(?:\s+[\w'-]+){{0,4}}(?:{THAT}|\s*[,:])?\s*[\"'„«]?\s*$")


@cache
def _trailing(cues: Cues) -> re.Pattern[str]:
    return re.compile(rf"\s*(?:[\w'-]+\s+){{0,{cues.reach}}}({cues.trailing})(?!\w)")


@cache
def _denial(cues: Cues) -> re.Pattern[str]:
    return re.compile(rf"[\s\"'»,]*((?:{cues.denials}))(?!\w)")


@cache
def _denied(cues: Cues) -> re.Pattern[str]:
    """A next sentence that denies this one: "This is not true."; not "It is not true that …", which has its own."""
    denial = rf"(?:this|that|it|das|dies|c'|ceci|cela|esto|eso)\s*(?:{cues.denials})"
    return re.compile(rf"[\s\"'»]*({denial})(?=\s*(?:[.!,;:—]|$))")
