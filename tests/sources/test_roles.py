from datetime import date, datetime

import pytest

from blog.sources.blocks import BlockRole, full_text, numbers
from blog.sources.dates import find_date
from blog.sources.extracting.byline import is_byline, parse_byline
from blog.sources.pasting import read_pasted
from tests.letters import RealPost, invented_post, real_post

HEADLINE, BYLINE, SALUTATION = BlockRole.HEADLINE, BlockRole.BYLINE, BlockRole.SALUTATION
PARAGRAPH, HEADING, LIST_ITEM = BlockRole.PARAGRAPH, BlockRole.HEADING, BlockRole.LIST_ITEM
SIGNATURE, APPENDIX = BlockRole.SIGNATURE, BlockRole.APPENDIX

LONG = (
    "A ferry that does not sail is a promise broken, and so we owe every passenger of last week an account."
)
LEGAL = f"{LONG} {LONG} {LONG}"
# The real letter and the invented one have the same form.
FORM = [
    *[HEADLINE, BYLINE, SALUTATION],
    *[PARAGRAPH] * 5,
    HEADING,
    *[PARAGRAPH] * 5,
    HEADING,
    *[PARAGRAPH] * 6,
    *[SIGNATURE, SIGNATURE, APPENDIX, PARAGRAPH],
]


def roles(text: str) -> list[BlockRole]:
    return [block.role for block in read_pasted(text).blocks]


@pytest.fixture(params=[real_post, invented_post], ids=["real", "invented"])
def post(request: pytest.FixtureRequest) -> RealPost:
    made: RealPost = request.param()
    return made


def test_a_letter_is_read_line_for_line_each_with_its_role(post: RealPost) -> None:
    blocks = read_pasted(post.letter).blocks
    assert [block.role for block in blocks] == FORM
    assert full_text(blocks) == post.letter
    assert list(numbers(blocks).values()) == list(range(1, 18))
    assert [block.place for block in blocks] == [f"line {n}" for n in range(1, len(FORM) + 1)]


def test_a_letter_says_who_wrote_it_when_and_for_whom(post: RealPost) -> None:
    pasted = read_pasted(post.letter)
    headline, byline, *_ = post.letter.split("\n")
    name, _, day = byline.partition("; ")
    assert (pasted.title, pasted.byline) == (headline, name)
    assert pasted.published_on == datetime.strptime(day, "%B %d %Y").date()
    assert pasted.publisher == ("SoundCloud" if post.is_real else "Harbourline")


def test_the_commentary_names_the_original_and_quotes_the_letter(post: RealPost) -> None:
    pasted = read_pasted(f"{post.commentary}\n{post.letter}")
    assert pasted.url == post.url
    assert not any("Original link" in block.text for block in pasted.blocks)
    assert post.quotation in post.letter
    assert post.quotation in post.commentary


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A press release: kicker, headline, dateline in the first paragraph.
        (f"PRESS RELEASE\nTwo ferries more\nOBAN, 4 June 2025: {LONG}", [HEADING, HEADLINE, PARAGRAPH]),
        # The date above the headline.
        (f"4 June 2025\nTwo ferries more\n{LONG}", [BYLINE, HEADLINE, PARAGRAPH]),
        # A subtitle between headline and byline.
        (
            f"Two ferries more\nWhat it costs\nBy Ines Okafor, captain · 4 June 2025\n{LONG}",
            [HEADLINE, HEADING, BYLINE, PARAGRAPH],
        ),
        # A name alone below the headline, which also signs.
        (
            f"Two ferries more\nInes Okafor\n{LONG}\nInes Okafor\nHarbourline",
            [HEADLINE, BYLINE, PARAGRAPH, SIGNATURE, SIGNATURE],
        ),
        # A letter without a headline.
        (
            f"Dear members,\n{LONG}\nYours sincerely,\nInes Okafor",
            [SALUTATION, PARAGRAPH, SIGNATURE, SIGNATURE],
        ),
        # A headline that is a sentence, because a byline follows.
        (f"We were wrong.\nInes Okafor; 4 June 2025\n{LONG}", [HEADLINE, BYLINE, PARAGRAPH]),
        # A passage: no headline, no signature.
        (f"{LONG}\n{LONG}", [PARAGRAPH, PARAGRAPH]),
        ("One line.", [PARAGRAPH]),
        # A team signs.
        (f"Two ferries more\n{LONG}\nThe Harbourline team", [HEADLINE, PARAGRAPH, SIGNATURE]),
        # Two sign, then a postscript.
        (
            f"Hi all,\n{LONG}\nThank you,\nInes Okafor\nChair\nJo Quist\nTreasurer\nP.S. Bring soup.",
            [SALUTATION, PARAGRAPH, *[SIGNATURE] * 5, PARAGRAPH],
        ),
        # An appendix with headings of its own.
        (
            f"Dear members,\n{LONG}\nInes Okafor\nCEO, Harbourline\nTerms as of 4 June\nKeeping\n{LEGAL}",
            [SALUTATION, PARAGRAPH, SIGNATURE, SIGNATURE, APPENDIX, HEADING, PARAGRAPH],
        ),
        # An appendix that says so needs no signature.
        (
            f"Two ferries more\n{LONG}\nAppendix A: the fares\n{LONG}",
            [HEADLINE, PARAGRAPH, APPENDIX, PARAGRAPH],
        ),
        # Nor does one whose blocks are short.
        (
            f"Dear members,\n{LONG}\nSincerely,\nInes Okafor\nCEO, Harbourline\n\nAppendix A: Duties of the captain\n"
            "1. The captain sails.\n2. The captain returns.",
            [SALUTATION, PARAGRAPH, *[SIGNATURE] * 3, APPENDIX, LIST_ITEM, LIST_ITEM],
        ),
        # German.
        (
            f"Zwei Fähren mehr\nVon Ines Okafor, 4. Juni 2025\nLiebe Mitglieder,\n{LONG}\n"
            "Mit freundlichen Grüßen\nInes Okafor\nGeschäftsführerin, Harbourline",
            [HEADLINE, BYLINE, SALUTATION, PARAGRAPH, SIGNATURE, SIGNATURE, SIGNATURE],
        ),
    ],
)
def test_heads_and_endings_of_letters_are_known(text: str, expected: list[BlockRole]) -> None:
    assert roles(text) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("How was it possible?", HEADING),
        ("What follows from it:", HEADING),
        ("Fares and times", HEADING),
        ("2. Fares", HEADING),
        ("Let us be plain.", PARAGRAPH),
        ("fares and times", PARAGRAPH),
        ("Fares, times,", PARAGRAPH),
    ],
)
def test_a_short_line_above_longer_text_is_a_heading_unless_it_is_a_sentence(
    line: str, expected: BlockRole
) -> None:
    assert roles(f"Dear members,\n{LONG}\n{line}\n{LONG}")[2] is expected


def test_short_lines_in_a_row_are_no_headings() -> None:
    assert roles(f"Dear members,\n{LONG}\nOban\nMull\nIona\nTiree\n{LONG}").count(HEADING) <= 2


@pytest.mark.parametrize("marker", ["- ", "• ", "* "])
def test_a_list_item_loses_its_bullet(marker: str) -> None:
    blocks = read_pasted(f"{LONG}\n{marker}one\n{marker}two").blocks
    assert [(block.role, block.text) for block in blocks[1:]] == [(LIST_ITEM, "one"), (LIST_ITEM, "two")]


@pytest.mark.parametrize(
    ("first", "second"), [("1. ", "2. "), ("a) ", "b) "), ("(1) ", "(2) "), ("i. ", "ii. ")]
)
def test_a_list_item_keeps_its_number(first: str, second: str) -> None:
    blocks = read_pasted(f"{LONG}\n{first}one\n{second}two").blocks
    assert [(block.role, block.text) for block in blocks[1:]] == [
        (LIST_ITEM, f"{first}one"),
        (LIST_ITEM, f"{second}two"),
    ]


def test_a_date_at_the_start_of_a_line_is_no_list_number() -> None:
    assert roles(f"{LONG}\n14. Mai 2025 war ein guter Tag.") == [PARAGRAPH, PARAGRAPH]


@pytest.mark.parametrize(
    ("line", "who", "day"),
    [
        ("Ines Okafor; May 14 2025", "Ines Okafor", date(2025, 5, 14)),
        ("By Ines Okafor, chief executive · 14 May 2025", "Ines Okafor, chief executive", date(2025, 5, 14)),
        ("Wednesday, 14 May 2025 — Ines Okafor", "Ines Okafor", date(2025, 5, 14)),
        ("Posted on 2025-05-14 by Ines Okafor", "Ines Okafor", date(2025, 5, 14)),
        ("Von Ines Okafor, 14. Mai 2025", "Ines Okafor", date(2025, 5, 14)),
        ("Par Inès d'Okafor | le 14 mai 2025", "Inès d'Okafor", date(2025, 5, 14)),
        ("By Ines Okafor", "Ines Okafor", None),
        ("14.05.2025", "", date(2025, 5, 14)),
    ],
)
def test_a_byline_gives_a_name_and_a_date(line: str, who: str, day: date | None) -> None:
    assert is_byline(line)
    assert parse_byline(line) == (who, day)


@pytest.mark.parametrize(
    "line",
    [
        "By the time you read this we have sailed.",
        "Our terms changed on 14 May 2025, as you know:",
        LONG,
        "Fares",
    ],
)
def test_a_sentence_is_no_byline(line: str) -> None:
    assert not is_byline(line)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("May 14 2025", date(2025, 5, 14)),
        ("May 14th, 2025", date(2025, 5, 14)),
        ("14 May 2025", date(2025, 5, 14)),
        ("2025-05-14", date(2025, 5, 14)),
        ("14.5.2025", date(2025, 5, 14)),
        ("Sept. 3, 2025", date(2025, 9, 3)),
        ("3. März 2025", date(2025, 3, 3)),
        ("1er août 2025", date(2025, 8, 1)),
        ("3 de enero de 2025", date(2025, 1, 3)),
        ("31 February 2025", None),
        ("05/06/2025", None),
        ("May 2025", None),
        ("in maybe 14 2025 cases", None),
    ],
)
def test_dates_are_read_in_the_forms_that_statements_use(words: str, day: date | None) -> None:
    found = find_date(words)
    assert (found and found[0]) == day


@pytest.mark.parametrize(
    ("ending", "publisher"),
    [
        ("Ines Okafor\nCEO, Harbourline", "Harbourline"),
        ("Ines Okafor\nChief executive of Harbourline Ltd.", "Harbourline Ltd."),
        ("Ines Okafor\nChief Executive, Harbourline", "Harbourline"),
        ("Ines Okafor, Chief Executive", "HarbourLine"),
        ("Goodbye to you all, and fair winds wherever you sail.", "HarbourLine"),
    ],
)
def test_the_publisher_comes_from_the_signature_or_from_the_address(ending: str, publisher: str) -> None:
    text = (
        f"Two ferries more\n{LONG}\nAt HarbourLine we count boats, harbourline or not, one by one.\n{ending}"
    )
    assert read_pasted(text, url="https://press.harbourline.example/a").publisher == publisher


def test_an_unnamed_publisher_is_its_host() -> None:
    assert read_pasted(LONG, url="https://press.harbourline.example/a").publisher == "harbourline.example"
