"""Excerpts: plain text for descriptions and feeds, never made by cutting HTML."""

from html.parser import HTMLParser

# Elements in the middle of a line; every other one begins and ends one.
INLINE = frozenset({"a", "em", "strong", "del", "code", "sub", "sup"})
# What belongs to the apparatus rather than to what is said.
LEFT_OUT = frozenset({"sup"})


def excerpt(html: str, words: int = 50) -> str:
    """The first `words` words of our own clean HTML as plain text, with “…” where there are more."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    found = "".join(reader.text).split()
    return " ".join(found[:words]) + (" …" if len(found) > words else "")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self._left_out = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._left_out += tag in LEFT_OUT
        if tag not in INLINE:
            self.text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._left_out -= tag in LEFT_OUT
        if tag not in INLINE:
            self.text.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._left_out:
            self.text.append(data)
