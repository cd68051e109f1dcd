"""Bytes → text: the charset that was named, unless the bytes show that it is another.

The order is the HTML Standard's ("determining the character encoding"): byte-order mark, Content-Type, the page's own
<meta>; names mean what the Encoding Standard says (ISO-8859-1 is windows-1252). Browsers then believe what they
were told. We keep words that people will be quoted by, so two lies are noticed: bytes that the named charset does not
have, and UTF-8 under another name, since text in another charset is by accident almost never valid UTF-8.
"""

import re
from dataclasses import dataclass

import charset_normalizer
import webencodings

# Browsers look for <meta charset> in the first 1,024 bytes; pages that put scripts before it are read further.
_PRESCAN = 4_096
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_META = re.compile(rb"<meta\b[^>]*?\bcharset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]+")
_XML = re.compile(rb"\s*<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([\w.:-]+)[\"']")
_PARAMETER = re.compile(r";\s*charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16le"), (b"\xfe\xff", "utf-16be"))
# A page in its named charset with a few broken characters is more likely than a page in another one, while for
# each of those there are so many whole ones beyond ASCII. Few bytes are UTF-8 by accident; in the charsets of two
# bytes a character, most are.
_WHOLE_TO_BROKEN_IN_UTF_8 = 4
_WHOLE_TO_BROKEN = 50

# How much of a page's words beyond ASCII the guess is made by, in bytes: it is sure long before.
_SAMPLE = 32_768
# The charsets that pages are found in: Python's name and the Encoding Standard's.
_GUESSES = {
    **{f"cp{number}": f"windows-{number}" for number in (874, *range(1250, 1259))},
    **{f"iso8859_{number}": f"iso-8859-{number}" for number in (2, 5, 7, 8)},
    "koi8_r": "koi8-r",
    "koi8_u": "koi8-u",
    "cp866": "ibm866",
    "cp932": "shift_jis",
    "euc_jp": "euc-jp",
    "gb18030": "gb18030",
    "big5hkscs": "big5",
    "cp949": "euc-kr",
}
_USUAL = "windows-1252"
# Other alphabets are beyond ASCII in nearly all their letters, the Latin one in few: 0.08 of them in French.
_MOSTLY_ASCII = 0.1
# Charsets of the Latin alphabet share most of their letters: the language tells them apart, windows-1252 by default.
_CENTRAL = frozenset({"Polish", "Czech", "Slovak", "Slovene", "Croatian", "Hungarian", "Romanian"})
_LATIN = {
    "cp1252": frozenset[str](),
    "cp1250": _CENTRAL,
    "iso8859_2": _CENTRAL,
    "cp1254": frozenset({"Turkish"}),
    "cp1257": frozenset({"Lithuanian", "Latvian", "Estonian"}),
    "cp1258": frozenset({"Vietnamese"}),
}


@dataclass(frozen=True, slots=True)
class Decoded:
    """`charset` as the Encoding Standard names it; `is_guessed` where nobody named it, or somebody named another."""

    text: str
    charset: str
    is_guessed: bool


def decode(body: bytes, content_type: str = "", *, is_html: bool = True) -> Decoded:
    """The text of a document; `content_type` is the header, "" where there is none. Always gives a text."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return Decoded(_replacing(body[len(mark) :], name), name, False)
    named = _named(body, content_type, is_html)
    is_utf_8 = _is_valid_utf_8(body)
    if named and not (is_utf_8 and _is_hidden_utf_8(body, named)):
        text = _replacing(body, named)
        if _is_whole(text, named):
            return Decoded(text, named, False)
    if is_utf_8:
        return Decoded(body.decode(), "utf-8", not body.isascii())
    guessed = _guess(body)
    return Decoded(_replacing(body, guessed), guessed, True)


def _named(body: bytes, content_type: str, is_html: bool) -> str:
    """The charset that header or page name, "" where neither names one that the web knows."""
    if (found := _PARAMETER.search(content_type)) and (encoding := webencodings.lookup(found[1])):
        return encoding.name
    if not is_html:
        return ""
    start = _COMMENT.sub(b"", body[:_PRESCAN])
    if (inside := _META.search(start) or _XML.match(start)) and (
        encoding := webencodings.lookup(inside[1].decode("ascii", "ignore"))
    ):
        # What could be read as ASCII is not UTF-16.
        return "utf-8" if encoding.name.startswith("utf-16") else encoding.name
    return ""


def _is_hidden_utf_8(body: bytes, named: str) -> bool:
    """Whether valid UTF-8 is called something else. Pages in UTF-16 have NULs, in their markup if nowhere else."""
    if named.startswith("utf-16"):
        return b"\0" not in body
    return named != "utf-8" and not body.isascii()


def _is_whole(text: str, charset: str) -> bool:
    broken = text.count("\ufffd")
    if not broken:
        return True
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    per_broken = _WHOLE_TO_BROKEN_IN_UTF_8 if charset == "utf-8" else _WHOLE_TO_BROKEN
    return broken * per_broken <= beyond_ascii - broken


def _is_valid_utf_8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _replacing(body: bytes, charset: str) -> str:
    return str(webencodings.lookup(charset).codec_info.decode(body, "replace")[0])


def _guess(body: bytes) -> str:
    """The charset that the page's words look most like; markup, being ASCII, would only drown them."""
    words = b" ".join(part for part in re.split(rb"[<>]", body) if not part.isascii())[:_SAMPLE]
    beyond_ascii = len(words) - len(_BEYOND_ASCII.sub(b"", words))
    candidates = _LATIN if beyond_ascii < _MOSTLY_ASCII * len(words) else _GUESSES
    matches = charset_normalizer.from_bytes(words, cp_isolation=list(candidates))
    best = matches.best()
    if best is None or "cp1252" in best.could_be_from_charset:
        return _USUAL
    charset = best.encoding
    if charset in _LATIN and best.language not in _LATIN[charset]:
        own = next((name for name, languages in _LATIN.items() if best.language in languages), "cp1252")
        if any(own in match.could_be_from_charset for match in matches):
            charset = own
    return _GUESSES[charset]
