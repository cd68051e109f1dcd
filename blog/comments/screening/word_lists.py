"""The site's lists of words, looked for in one pass however long they are (Aho and Corasick 1975)."""

from functools import lru_cache
from typing import Any

import ahocorasick

from blog.comments.screening.folding import Folded, fold, joined

# A line that ends so stands for every word that begins so.
ANY_END = "*"


class WordList:
    """Words and phrases, one a line, as they stand in the settings; found whatever case or letters they are in."""

    def __init__(self, lines: str) -> None:
        self._automaton: Any = ahocorasick.Automaton()
        for line in lines.splitlines():
            written = " ".join(line.split())
            folded = fold(written.removesuffix(ANY_END)).words
            if folded.strip():
                self._automaton.add_word(folded, (len(folded), written))
        if len(self._automaton):
            self._automaton.make_automaton()

    def found_in(self, body: str) -> list[tuple[int, int, str]]:
        """Where words of the list stand: start, end (code points of the body), and the line that they are of."""
        if not len(self._automaton):
            return []
        folded = fold(body)
        forms = [folded, joined(folded)]
        found = {hit for form in forms if form is not None for hit in self._in(form)}
        return sorted(found)

    def _in(self, folded: Folded) -> list[tuple[int, int, str]]:
        hits = []
        for last, (length, written) in self._automaton.iter(folded.words):
            start, end = last - length + 1, last + 1
            if _is_whole(folded.words, start, end, is_open=written.endswith(ANY_END)):
                hits.append((*folded.span(start, end), written))
        return hits


def _is_whole(words: str, start: int, end: int, *, is_open: bool) -> bool:
    begins = start == 0 or not (words[start - 1].isalnum() and words[start].isalnum())
    ends = end == len(words) or not (words[end].isalnum() and words[end - 1].isalnum())
    return begins and (ends or is_open)


@lru_cache(maxsize=16)
def word_list(lines: str) -> WordList:
    """The list, made once for as long as its lines stay as they are."""
    return WordList(lines)
