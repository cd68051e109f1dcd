"""The only maker of HTML from anyone's text. Only blog.markup.policies imports the two cleaners.

`post`, `note` and `comment` make HTML of Markdown, `block_html` of a statement's words and their ranges, and
`excerpt` makes plain text of HTML. Anything else that reaches a page is escaped by its template.
"""

from blog.markup.excerpts import excerpt
from blog.markup.ranges import block_html
from blog.markup.slots import Note, Rendered, Slot
from blog.markup.voices import comment, note, post

__all__ = ["Note", "Rendered", "Slot", "block_html", "comment", "excerpt", "note", "post"]
