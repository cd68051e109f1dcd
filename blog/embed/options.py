"""The options of a post's blocks: which each kind has, and what their values may be.

pymdown-extensions reads them as YAML and drops a block whose options are not; so they are read as YAML here too, line
by line, and what would be dropped is told.
"""

import re

import yaml

from blog.embed.blocks import is_number

BLOCKS, AFTER, BEFORE, PARAGRAPH = "blocks", "after", "before", "paragraph"
RANGES = re.compile(r"[1-9]\d{0,5}(?:-[1-9]\d{0,5})?(?:, ?[1-9]\d{0,5}(?:-[1-9]\d{0,5})?)*")
LINE = re.compile(r" *([\w-]+): *(.*?) *")


def name_in(line: str) -> str:
    """The name of the option that a line gives; "" if it gives none."""
    option = LINE.fullmatch(line)
    return option[1] if option else ""


def read_option(line: str) -> str:
    """The value of the option that a line gives. Raises `ValueError` that says what is wrong with it."""
    option = LINE.fullmatch(line)
    name, typed = (option[1], option[2]) if option else ("", "")
    value = _value(name, line.strip())
    if name == BLOCKS and not RANGES.fullmatch(typed):
        raise ValueError(f"“{typed}” names no paragraphs. Write blocks: 1-12, or blocks: 1-4, 7.")
    if name == PARAGRAPH and not is_number(typed):
        raise ValueError(f"“{typed}” is not the number of a paragraph. Write paragraph: 7.")
    if value is None:
        raise ValueError(f'Put the words in quotation marks: {name}: "words that stand there".')
    return typed if name == BLOCKS else value


def _value(name: str, line: str) -> str | None:
    """The value as YAML reads it, where that is words or a number; None where it is neither."""
    try:
        read = yaml.safe_load(line)
    except yaml.YAMLError:
        return None
    value = read.get(name) if isinstance(read, dict) and len(read) == 1 else None
    is_words = isinstance(value, (str, int)) and not isinstance(value, bool)
    return str(value).strip() or None if is_words else None
