"""Seeded edits: quotations made from a text, each with the verdicts that are right for it.

A quotation is a run of the text's words, then edited in one way. What an edit comes to is known from how it was made
and, where chance may undo it (a dropped word of "that that"), from a plain comparison of words that shares no code with
the verifier.
"""

import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from blog.embed.verifying import Verdict

SHORTEST, LONGEST = 8, 30
LETTERS = re.compile(r"[^\W\d_]")
TOKEN = re.compile(r"\w+")
Words = list[str]


@dataclass(frozen=True, slots=True)
class Edited:
    """A quotation of `kind`, as typed, and the verdicts that are right. `words` are those it says, in order."""

    kind: str
    typed: str
    right: frozenset[Verdict]
    left_out: int = 0


def tokens(text: str) -> str:
    """The words of a text, for the plain comparison: letters and digits only, between single spaces, case kept."""
    return " " + " ".join(TOKEN.findall(unicodedata.normalize("NFKC", text).replace("\u00ad", ""))) + " "


class Edits:
    """Quotations of one text. The same seed makes the same."""

    def __init__(self, text: str, seed: int) -> None:
        self._words = text.split()
        self._tokens = tokens(text)
        self._dice = random.Random(seed)  # noqa: S311
        self._vocabulary = sorted({word for word in self._words if word.isalpha() and len(word) > 3})

    def make(self, kind: str) -> Edited | None:
        """A quotation of this kind; None where the run drawn has nothing to edit, or the edit changed nothing."""
        return KINDS[kind](self, self._run())

    def _run(self) -> Words:
        count = self._dice.randint(SHORTEST, LONGEST)
        start = self._dice.randrange(max(1, len(self._words) - count))
        run = self._words[start : start + count]
        while run and not run[0][0].isalnum():
            run = run[1:]
        while run and not run[-1][-1].isalnum():
            run = run[:-1]
        return (
            run if sum(bool(LETTERS.search(word)) for word in run) >= SHORTEST - 2 and not _odd(run) else []
        )

    def _changed(self, kind: str, words: Words, *right: Verdict) -> Edited | None:
        """A quotation whose words were changed; None if they stand in the text all the same."""
        typed = " ".join(words)
        return None if not words or tokens(typed) in self._tokens else Edited(kind, typed, frozenset(right))

    def same(self, run: Words) -> Edited | None:
        return Edited("same", " ".join(run), frozenset({Verdict.VERBATIM})) if run else None

    def typography(self, run: Words) -> Edited | None:
        typed = " ".join(run)
        swaps = [
            ("'", "’"), ("’", "'"), ('"', "“"), ("“", "«"), ("”", '"'), ("-", "‑"), ("—", " – "), (" – ", "—"),
            ("…", "..."), ("fi", "ﬁ"), (" ", "\u00a0"), (" ", "\n"), (" ", "\u2009 "), ("é", "e\u0301"),
            ("tion", "ti\u00adon"),
        ]  # fmt: skip
        for was, now in self._dice.sample(swaps, len(swaps)):
            if was in typed and self._dice.random() < 0.6:
                typed = typed.replace(was, now, self._dice.randint(1, 3))
        is_new = typed != " ".join(run)
        return Edited("typography", typed, frozenset({Verdict.VERBATIM})) if is_new else None

    def first_capital(self, run: Words) -> Edited | None:
        if not run or not run[0][0].islower():
            return None
        return self._changed("first capital", [run[0][0].upper() + run[0][1:], *run[1:]], Verdict.MARKED)

    def other_case(self, run: Words) -> Edited | None:
        at = self._inside(run)
        changed = [*run[:at], run[at].swapcase(), *run[at + 1 :]] if at else []
        return self._changed("case within", changed, Verdict.ALTERED)

    def ellipsis(self, run: Words) -> Edited | None:
        if len(run) < 10:
            return None
        start = self._dice.randint(4, len(run) - 5)
        count = self._dice.randint(1, len(run) - start - 4)
        parts = [run[:start], run[start + count :]]
        left_out = sum(any(char.isalnum() for char in word) for word in run[start : start + count])
        if not left_out or any(sum(bool(LETTERS.search(word)) for word in part) < 3 for part in parts):
            return None
        mark = self._dice.choice(["…", "[…]", "...", "[...]", "(…)", ". . ."])
        typed = f" {mark} ".join(" ".join(part) for part in parts)
        return Edited("ellipsis", typed, frozenset({Verdict.ELIDED}), left_out)

    def brackets(self, run: Words) -> Edited | None:
        at = self._inside(run)
        if not at:
            return None
        way = self._dice.choice(["sic", "replaced", "letter", "explained"])
        word = run[at]
        changed = {
            "sic": [word, "[sic]"],
            "replaced": ["[their]"],
            "letter": [f"[{word[0]}]{word[1:]}"],
            "explained": [word, "[that is, so]"],
        }[way]
        return Edited(
            "brackets", " ".join([*run[:at], *changed, *run[at + 1 :]]), frozenset({Verdict.MARKED})
        )

    def emphasis(self, run: Words) -> Edited | None:
        at = self._inside(run)
        if not at or "*" in " ".join(run):
            return None
        sign = self._dice.choice(["*", "**"])
        typed = " ".join([*run[:at], f"{sign}{run[at]}{sign}", *run[at + 1 :]])
        return Edited(
            "emphasis", typed + self._dice.choice(["", " (emphasis added)"]), frozenset({Verdict.VERBATIM})
        )

    def dropped(self, run: Words) -> Edited | None:
        at = self._inside(run)
        return self._changed("dropped", [*run[:at], *run[at + 1 :]] if at else [], Verdict.ALTERED)

    def added(self, run: Words) -> Edited | None:
        at = self._inside(run)
        word = self._dice.choice(self._vocabulary)
        return self._changed("added", [*run[:at], word, *run[at:]] if at else [], Verdict.ALTERED)

    def negated(self, run: Words) -> Edited | None:
        at = self._inside(run)
        return self._changed("not put in", [*run[:at], "not", *run[at:]] if at else [], Verdict.ALTERED)

    def changed(self, run: Words) -> Edited | None:
        at = self._inside(run)
        word = self._dice.choice(self._vocabulary)
        return self._changed("changed", [*run[:at], word, *run[at + 1 :]] if at else [], Verdict.ALTERED)

    def number(self, run: Words) -> Edited | None:
        places = [at for at, word in enumerate(run) if any(char.isdigit() for char in word)]
        if not places:
            return None
        at = self._dice.choice(places)
        other = re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10), run[at], count=1)
        return self._changed("number", [*run[:at], other, *run[at + 1 :]], Verdict.ALTERED)

    def letter(self, run: Words) -> Edited | None:
        """A word shorter by its last letter: "right" for "rights"."""
        at = self._inside(run)
        return self._changed(
            "letter", [*run[:at], run[at][:-1], *run[at + 1 :]] if at else [], Verdict.ALTERED
        )

    def swapped(self, run: Words) -> Edited | None:
        at = self._inside(run)
        return self._changed(
            "order", [*run[:at], run[at + 1], run[at], *run[at + 2 :]] if at else [], Verdict.ALTERED
        )

    def cut_word(self, run: Words) -> Edited | None:
        """The last word cut in two."""
        is_long = bool(run) and run[-1].isalpha() and len(run[-1]) > 4
        return self._changed("cut word", [*run[:-1], run[-1][:-2]] if is_long else [], Verdict.ALTERED)

    def halves(self, run: Words) -> Edited | None:
        """The second half before the first."""
        half = len(run) // 2
        return self._changed("halves", run[half:] + run[:half], Verdict.ALTERED, Verdict.NOT_FOUND)

    def invented(self, run: Words) -> Edited | None:
        """Words of the text in an order of chance."""
        words = self._dice.sample(self._vocabulary, min(len(self._vocabulary), max(len(run), SHORTEST)))
        return self._changed("invented", words if run else [], Verdict.NOT_FOUND)

    def _inside(self, run: Words) -> int:
        """The place of a word inside the run, of letters alone; 0 for none."""
        places = [at for at in range(2, len(run) - 2) if run[at].isalpha() and len(run[at]) > 1]
        return self._dice.choice(places) if places else 0


def _odd(run: Words) -> bool:
    """Whether the words hold what an edit would give another meaning: brackets, points in a row, signs of emphasis."""
    return bool(re.search(r"[\[\]*]|\.\.|…|_", " ".join(run)))


KINDS: dict[str, Callable[[Edits, Words], Edited | None]] = {
    "same": Edits.same,
    "typography": Edits.typography,
    "first capital": Edits.first_capital,
    "case within": Edits.other_case,
    "ellipsis": Edits.ellipsis,
    "brackets": Edits.brackets,
    "emphasis": Edits.emphasis,
    "dropped": Edits.dropped,
    "added": Edits.added,
    "not put in": Edits.negated,
    "changed": Edits.changed,
    "number": Edits.number,
    "letter": Edits.letter,
    "order": Edits.swapped,
    "cut word": Edits.cut_word,
    "halves": Edits.halves,
    "invented": Edits.invented,
}


def quotations(text: str, count: int, seed: int) -> list[Edited]:
    """`count` quotations of a text, of every kind in turn, but for kinds that it has nothing for."""
    edits, made = Edits(text, seed), list[Edited]()
    kinds = list(KINDS)
    for attempt in range(count * 20):
        if len(made) >= count:
            break
        edited = edits.make(kinds[(seed + attempt) % len(kinds)])
        made += [edited] if edited else []
    return made
