"""Which id a link to a block leads to: the block's own, or that of the heading or section that it stands under."""

from dataclasses import dataclass, field

_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
# An id in one of these says nothing of what follows it.
_SECTIONS = frozenset(["section", "article"])
_ASIDES = frozenset(["aside", "nav", "footer"])
# Longer ones are keys of some script.
_LONGEST = 200


@dataclass(slots=True)
class Anchors:
    """Follows a page's elements as they open and close.

    A heading's id is its own, one inside it, or one that opened after the words before it, as sections do. It
    holds until the next heading with one, or until its section ends.
    """

    _current: str = ""
    _waiting: str = ""
    _own: str = ""
    _outer: list[str] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    def open(self, tag: str, id: str, *, is_block: bool, is_target: bool) -> None:
        """An element that is shown opens. `is_target` says that it is there to be linked to (`<a name>`)."""
        if tag in _SECTIONS or tag in _ASIDES:
            self._outer.append(self._current)
        if tag in _ASIDES:
            self._current = ""
        if is_block:
            self._own = ""
        id = id if len(id) <= _LONGEST and id not in self._seen else ""
        if not id:
            return
        self._seen.add(id)
        self._waiting = id
        if is_block:
            self._own = id
        if is_target or tag in _SECTIONS or tag in _HEADINGS:
            self._current = id

    def close(self, tag: str, *, is_block: bool) -> None:
        """An element that is shown closes."""
        if (tag in _SECTIONS or tag in _ASIDES) and self._outer:
            self._current = self._outer.pop()
        if is_block:
            self._own = ""

    def take(self, *, is_heading: bool) -> str:
        """The anchor of the block whose words have ended."""
        if is_heading and self._waiting:
            self._current = self._waiting
        self._waiting = ""
        return self._own or self._current
