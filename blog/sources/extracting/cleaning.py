"""What is taken out of a text before it is read, and what is refused.

A statement is verbatim: quotation marks, dashes, no-break spaces and directional marks stay as they are. Only
what cannot be stored or shown goes (`blog.typed.printable`).
"""

from blog.errors import Invalid
from blog.typed import printable

# The longest terms of service are about 0.3 MB. Beyond this it is another kind of document, and a page with
# all of it is no longer one that anybody reads.
MAX_BYTES = 2 * 1024 * 1024


def cleaned(raw: str) -> str:
    """The pasted text, fit to be read; raises Invalid(field="text") for what is empty, broken or too long."""
    try:
        size = len(raw.encode())
    except UnicodeEncodeError as error:
        raise Invalid(
            f"Character {error.start + 1:,} is half of a character (a lone surrogate) and cannot be stored. "
            "Delete it, or copy the passage again.",
            field="text",
        ) from None
    if size > MAX_BYTES:
        raise Invalid(
            f"This text is {size:,} bytes long; a statement may be {MAX_BYTES:,} (2 MiB). "
            "Paste the part that you answer.",
            field="text",
        )
    text = printable(raw.removeprefix("\ufeff"))
    if not text.strip():
        raise Invalid("Paste the statement's words: there is nothing here to read.", field="text")
    return text
