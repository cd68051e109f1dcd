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
        found = {hit for form in forms if form is not None for hit in self._in(form, body)}
        return sorted(found)

    def _in(self, folded: Folded, body: str) -> list[tuple[int, int, str]]:
        hits, words, edges = [], folded.words, None
        for last, (length, written) in self._automaton.iter(words):
            edges = edges or (_edges(folded, body), _edges(folded, body, backwards=True)[::-1])
            start, end = last - length + 1, last + 1
            begins = not words[start].isalnum() or edges[0][start]
            ends = not words[end - 1].isalnum() or edges[1][last]
            if begins and (ends or written.endswith(ANY_END)):
                hits.append((*folded.span(start, end), written))
        return hits


def _edges(folded: Folded, body: str, *, backwards: bool = False) -> list[bool]:
    """For each folded code point, whether no word goes on before it (behind it, `backwards`).

    Signs that can stand for letters ("!", "$") belong to a word only with a letter on their other side.
    """
    edges, is_edge = [], True
    steps = list(zip(folded.words, folded.places, strict=True))
    for letter, place in reversed(steps) if backwards else steps:
        edges.append(is_edge)
        is_edge = not letter.isalnum() or (is_edge and not body[place].isalnum())
    return edges


@lru_cache(maxsize=16)
def word_list(lines: str) -> WordList:
    """The list, made once for as long as its lines stay as they are."""
    return WordList(lines)
