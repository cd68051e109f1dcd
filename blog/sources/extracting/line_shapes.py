"""What a line looks like, before one knows where it stands: a name, an office, a farewell, a sentence."""

import re

# A line of a letterhead or a signature; longer ones say something.
SHORT = 80
# A headline, a byline or an appendix's title may take two lines of print.
TITLE = 160

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
_PARTICLES = frozenset(
    """
    al bin da de del den der di dos du el la le ten ter van von y zu
    """.split()  # noqa: SIM905
)
# What may stand before a name's capital: "d'Okafor".
_ELIDED = re.compile(r"^[dl]['’](?=.)")
_NAME_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.\-])*")
_OFFICE = re.compile(
    r"\b(?:[CV][A-Z]O|chief|president|vice.president|director|(?:co-?)?founders?|chair(?:man|woman|person)?"
    r"|head of|manager|editor|treasurer|captain|secretary|counsel|officer|spokes(?:man|woman|person)|minister"
    r"|commissioner|partner|geschäftsführer(?:in)?|vorstand\w*|leiter(?:in)?|PDG|directeur|directrice|président[e]?|directora?"
    r"|presidente|presidenta)\b",
    re.IGNORECASE,
)
_TEAM = re.compile(
    r"(?:the|your|das|l.équipe|el)\b.{0,60}\b(?:team|board|crew|staff|editors)|.{0,40}\bteam", re.I
)
_FAREWELL = re.compile(
    r"(?:(?:yours )?(?:sincerely|truly|faithfully|respectfully)(?: yours)?|yours"
    r"|(?:(?:with|kind|warm|best|our|my) )*(?:regards|wishes|thanks|gratitude|appreciation|love)|best|cheers"
    r"|thank you|in solidarity|(?:mit )?(?:freundlich|herzlich|best|viel)en? grü(?:ß|ss)en?|herzlichst"
    r"|(?:bien )?cordialement|bien à vous|atentamente|(?:un )?(?:cordial )?saludos?)\s*[,.!]?",
    re.IGNORECASE,
)
_SALUTATION = re.compile(
    r"(?:dear|hello|hi|hey|to|liebe[rs]?|sehr geehrte[rs]?|guten tag|hallo|chère?s?|bonjour|estimad[oa]s?"
    r"|querid[oa]s?|hola)\b.*[,:!]",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"(?:dear|liebe[rs]?|sehr geehrte[rs]?|chère?s?|estimad[oa]s?|querid[oa]s?)\s", re.IGNORECASE
)
# "Friends," and "To everyone who sails with us," are salutations by their comma, if they are this short.
_SALUTATION_WORDS = 8


def ends_sentence(line: str) -> bool:
    """Whether the line ends as a sentence does."""
    return bool(_SENTENCE_END.search(line[-10:]))


def is_name(line: str) -> bool:
    """Whether the line may be a person's name: up to five capitalised words, particles aside."""
    if len(line) > SHORT:
        return False
    words = line.removeprefix("—").removeprefix("–").split()
    named = [word for word in words if word not in _PARTICLES]
    return 0 < len(named) <= 5 and all(
        _NAME_WORD.fullmatch(word) and not _ELIDED.sub("", word)[0].islower() for word in named
    )


def has_office(line: str) -> bool:
    """Whether the line names an office that people sign with."""
    return len(line) <= TITLE and bool(_OFFICE.search(line))


def is_team(line: str) -> bool:
    """Whether the line is a group that signs, such as "The Harbourline team"."""
    return len(line) <= SHORT and bool(_TEAM.fullmatch(line))


def is_farewell(line: str) -> bool:
    """Whether the line is what stands above a signature, such as "Kind regards,"."""
    return len(line) <= SHORT and bool(_FAREWELL.fullmatch(line))


def is_salutation(line: str) -> bool:
    """Whether the line, above a letter's first paragraph, addresses its readers."""
    if len(line) > SHORT:
        return False
    is_address = line.endswith(",") and len(line.split()) <= _SALUTATION_WORDS
    return is_address or bool(
        _SALUTATION.fullmatch(line) or (_OPENING.match(line) and not ends_sentence(line))
    )
