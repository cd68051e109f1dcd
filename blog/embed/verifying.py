"""Verifying: are the quoted words in the statement, and as what?

The most honest verdict that holds is given: exact, then equal but for typography (still verbatim, the folds are
named), then shortened or with brackets or a fitted capital (told), then a close passage with its differences, then
none. One word changed, dropped or added is never verbatim, nor is a part of a word.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise

from blog.embed import comparing
from blog.embed.boundaries import context
from blog.embed.choosing import choose, choose_near
from blog.embed.cutting import Cuts
from blog.embed.emphasis import Emphasised, read_emphasis, without_note
from blog.embed.findings import Finding
from blog.embed.folding import DOUBLE_MARKS, SINGLE_MARKS, needed
from blog.embed.hints import Hint, Places
from blog.embed.layers import Layer, Span, lowered
from blog.embed.matching import Match, Placed, matches
from blog.embed.omitting import omissions
from blog.embed.shortening import Parts, read_parts
from blog.embed.verdicts import STANDS, WORDS, Verdict
from blog.embed.wordindex import WordIndex
from blog.errors import Invalid
from blog.sources.blocks import Block, MarkKind, full_text

__all__ = ["HAS_WORDS", "STANDS", "WORDS", "Finding", "Passages", "Verdict"]

MARKS = DOUBLE_MARKS + SINGLE_MARKS
HAS_WORDS = re.compile(r"[^\W_]")
# What a loose fold treats otherwise than a strict one.
LOOSE = re.compile(r"[\"'-]")
EMPHASES = (MarkKind.EMPHASIS, MarkKind.STRONG)


class Passages:
    """One statement's passages, folded once for many quotations."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.text = full_text(blocks)
        self._places = Places(blocks)
        self._strict = Layer(self.text)
        self._cuts = Cuts(self.text, self._places)

    @cached_property
    def _loose(self) -> Layer:
        return Layer(self.text, loosely=True)

    @cached_property
    def _index(self) -> WordIndex:
        return WordIndex(self._strict.lowered)

    def verify(
        self, words: str, *, prefix: str = "", suffix: str = "", paragraph: int | None = None
    ) -> Finding:
        """Check `words` as typed; quotation marks around them do not count. Raises `Invalid` for no words.

        `prefix` and `suffix` are words that stand before and after the passage that is meant, `paragraph` the number of
        its block: they choose among passages that read alike, and make no verdict better.
        """
        typed, hint = _without_marks(words), Hint(prefix.strip(), suffix.strip(), paragraph)
        if not HAS_WORDS.search(typed):
            raise Invalid("This quotation has no words. Type the words you quote.", field="body")
        found = self._stands(typed, hint)
        if found:
            return found
        noted, is_said = without_note(words.strip())
        emphasised = read_emphasis(_without_marks(noted), is_said=is_said)
        if emphasised and HAS_WORDS.search(emphasised.words):
            typed = emphasised.words
            found = self._stands(typed, hint)
        found = found or self._near(typed, hint) or Finding(Verdict.NOT_FOUND)
        return self._with_emphasis(found, emphasised) if emphasised else found

    def _stands(self, typed: str, hint: Hint) -> Finding | None:
        """The finding for words that stand in the text: whole, else shortened, with brackets or a fitted capital."""
        layers = [self._strict, *([self._loose] if LOOSE.search(self._strict.fold(typed)) else [])]
        for layer in layers:
            whole = [Match((Placed(span),)) for span in layer.spans(layer.fold(typed))]
            if whole:
                return self._found(layer, whole, hint, typed)
        for layer in layers:
            parts = read_parts(layer.fold(typed))
            found = matches(layer, parts) if parts else []
            if found:
                return self._found(layer, found, hint, typed, parts)
        return None

    def _near(self, typed: str, hint: Hint) -> Finding | None:
        """The finding for words that come near to a passage, or whose parts do, in order."""
        parts = read_parts(self._strict.fold(typed))
        if parts and len(parts.parts) > 1:
            return self._near_parts(parts)
        found = self._nearest(self._strict.fold(typed), hint)
        if not found:
            return None
        near, unmet = choose_near(self._strict, self._places, found, hint)
        start, end = self._strict.around((near.start, near.end))
        diff = comparing.differences(self.text[start:end], typed)
        return replace(self._placed(Verdict.ALTERED, start, end), diff=diff, unmet=unmet)

    def _near_parts(self, parts: Parts) -> Finding | None:
        """A shortened quotation with a word changed: each part is near a passage, in order."""
        places: list[Span] = []
        diff: list[tuple[str, str]] = []
        for part in parts.parts:
            found = self._nearest(part.typed, Hint(), places[-1][1] if places else 0)
            if not found:
                return None
            near, _ = choose_near(self._strict, self._places, found, Hint())
            start, end = self._strict.around((near.start, near.end))
            diff += [("equal", "…")] if places else []
            diff += comparing.differences(self.text[start:end], part.typed)
            places.append((start, end))
        return replace(self._placed(Verdict.ALTERED, places[0][0], places[-1][1]), diff=tuple(diff))

    def _nearest(self, folded: str, hint: Hint, after: int = 0) -> list[comparing.Near]:
        """Passages near to folded words behind the raw place `after`: in the paragraph named, else anywhere."""
        typed, first = lowered(folded), self._strict.position(after)
        same = [span for span in self._strict.spans_in_any_case(folded) if span[0] >= first]
        if same:
            return [comparing.Near(start, end, 1.0) for start, end in same]
        block = self._places.numbered(hint.paragraph)
        for start, end in (
            [(block.offset, block.end), (after, len(self.text))] if block else [(after, len(self.text))]
        ):
            within = self._strict.position(start), self._strict.position(end)
            found = comparing.closest(typed, self._strict.lowered, self._index, *within)
            if found:
                return found
        return []

    def _found(
        self, layer: Layer, found: Sequence[Match], hint: Hint, typed: str, parts: Parts | None = None
    ) -> Finding:
        choice = choose(layer, self._places, found, hint, typed)
        placed = choice.match.parts
        raw = [layer.around(part.span) for part in placed]
        start, end = raw[0][0], raw[-1][1]
        brackets = tuple(bracket for part in placed for bracket in part.brackets)
        gaps = [(one[1], other[0]) for one, other in pairwise(raw)]
        is_whole = parts is None
        return replace(
            self._placed(_verdict(choice.match, parts), start, end),
            folds=needed(typed, self.text[start:end], loosely=layer.is_loose) if is_whole else (),
            omissions=omissions(self.text, gaps),
            brackets=brackets,
            capital=tuple(part.capital for part in placed if part.capital),
            closing=placed[-1].closing,
            cautions=self._cuts.cautions(raw, brackets),
            occurrences=choice.occurrences,
            is_first=choice.is_first,
            unmet=choice.unmet,
        )

    def _placed(self, verdict: Verdict, start: int, end: int) -> Finding:
        prefix, suffix = context(self.text, start, end)
        block = self._places.block_at(start)
        is_outside = block is not None and block.outside
        block_id, exact = block.id if block else None, self.text[start:end]
        return Finding(verdict, start, end, block_id, exact, prefix, suffix, is_outside=is_outside)

    def _with_emphasis(self, found: Finding, emphasised: Emphasised) -> Finding:
        """The finding with what the author set off, and whether the original sets it off too."""
        stretches = tuple(
            replace(
                stretch, is_original=self._is_set_off(found, emphasised.words[stretch.start : stretch.end])
            )
            for stretch in emphasised.stretches
        )
        unmet = found.unmet + (("emphasis",) if emphasised.is_said and not stretches else ())
        return replace(found, shown=emphasised.words, emphasis=stretches, unmet=unmet)

    def _is_set_off(self, found: Finding, words: str) -> bool:
        """Whether the passage emphasises these words throughout."""
        if found.start is None:
            return False
        passage = Layer(found.exact)
        for span in passage.spans(passage.fold(words)):
            start, end = (found.start + place for place in passage.around(span))
            block = self._places.block_at(start)
            if block and any(
                mark.kind in EMPHASES
                and mark.start <= start - block.offset
                and end - block.offset <= mark.end
                for mark in block.marks
            ):
                return True
        return False


def _verdict(match: Match, parts: Parts | None) -> Verdict:
    if parts is None:
        return Verdict.VERBATIM
    is_marked = match.changes or any(part.brackets for part in match.parts)
    if is_marked or not parts.is_shortened:
        return Verdict.MARKED
    return Verdict.ELIDED


def _without_marks(words: str) -> str:
    """`words` without white space and without one pair of quotation marks around them."""
    words = words.strip()
    if len(words) > 2 and words[0] in MARKS and words[-1] in MARKS:
        return words[1:-1].strip()
    return words
