"""Cues: the words that turn what stands beside them around, or make it depend, or give it to somebody else.

One table a language, as regular expressions on lowered text with straight apostrophes. Only words that leave little
doubt are in them: an "if" far behind a main clause or a "no" before a noun is everyday, and a warning that is often
wrong is read by nobody.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

NEGATION: Final = "negation"
CONDITION: Final = "condition"
CLAIM: Final = "claim"
QUESTION: Final = "question"


@dataclass(frozen=True, slots=True)
class Cues:
    """What to look for in one language.

    `negations` govern what follows them; `trailing` negations what comes before, in the same clause. `idioms` hold a
    negation and negate nothing. `conditions` may follow anywhere in the sentence; `openings` condition what follows
    when they begin the sentence and a comma ends their clause. `claims` come before what they say is somebody's,
    supposed or denied; `denials` come after it. `breaks` begin a new clause, beyond which nothing is governed.
    `common` are the words that tell the language.
    """

    common: frozenset[str]
    negations: str
    trailing: str
    # Words that may stand between the end of the quotation and a trailing negation.
    reach: int
    idioms: str
    conditions: str
    openings: str
    claims: str
    denials: str
    breaks: str


def words_of(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


ENGLISH = Cues(
    common=words_of("the of and to is that for with are not this by or"),
    negations=(
        r"not|\w+n't|never|no longer|cannot|neither|nor|nothing|nobody|no one|none of|in no event|"
        r"under no circumstances|without|hardly|rarely|seldom|refuse to|fail(?:s|ed)? to|prohibited from|"
        r"forbidden to"
    ),
    trailing=r"not|never|no longer|nothing|nobody|none",
    reach=0,
    # "including but not limited to", "whether or not", "not only … but also", "not later than".
    idioms=(
        r"(?:but )?not limited to|without limit(?:ation|ing)|whether or not|not only|not just|not merely|"
        r"not solely|not least|not later than|no later than|no less than|no more than|if not|why not|"
        r"without prejudice|without notice"
    ),
    conditions=(
        r"unless|except(?:ing)?|except(?:ion)? (?:as|where|when|if|to|for|in|that)|"
        r"only (?:if|when|where|after|with|in the event)|but only|but not|but never|"
        r"provided(?:,)? (?:that|you|we|it)|on (?:the )?condition that|so long as|as long as|"
        r"save (?:for|as|where)|other than|excluding|"
        r"without (?:your|our|the|any|prior|express|explicit|"
        r"first)\b(?: [\w'-]+){0,3}? (?:consent|permission|approval|agreement|authori[sz]ation|notice)|"
        r"subject to (?:the (?:limitations|exceptions|restrictions|following)|your (?:choices|consent|"
        r"settings))|until (?:they|you|we)|if you (?:opt|agree|consent|choose|ask|allow|request)"
    ),
    openings=(
        r"unless|except|only if|only when|only with|if|in the event|provided|to the extent|where permitted|"
        r"with your (?:consent|permission)|without"
    ),
    # Others say it, or nobody: "critics claim that", "it is not true that", "the myth that".
    claims=(
        r"(?:critics|opponents|some(?: people| users)?|others|many|people|rumou?rs?|reports?|they|it is|"
        r"it's been|it has been|has been|been|was|were|you may have|you might have|we have|"
        r"we've) (?:\w+ )?(?:claim(?:s|ed|ing)?|alleg(?:e|es|ed)|say|said|saying|argue[ds]?|suggest(?:s|ed)?|"
        r"heard|read|assume[ds]?|believe[ds]?|feared?|worried|think|thought)|"
        r"(?:we|i|it) (?:\w+ )?(?:den(?:y|ies|ied)|dispute[sd]?|reject(?:s|ed)?|refute[sd]?)|"
        r"(?:it (?:is|was|'s)|it's|is) (?:simply |just )?(?:not true|untrue|false|wrong|incorrect|a myth|"
        r"a lie|not the case)|falsely|wrongly|allegedly|supposedly|contrary to|"
        r"(?:the|a|any) (?:\w+ )?(?:claims?|myths?|rumou?rs?|allegations?|suggestions?|fear|idea|notion|"
        r"accusations?|impression) that|myth|rumou?r|false|fiction|imagine|suppose|as if|as though|"
        r"pretend(?:s|ed|ing)? (?:that|to)|hypothetically"
    ),
    denials=(
        r"(?:is|are|was|were|would be|has been|'s) (?:\w+ )?(?:false|untrue|wrong|incorrect|a myth|a lie|"
        r"not true|not the case|not correct|misleading|baseless|unfounded|nonsense)|"
        r"(?:critics|opponents|some(?: people)?|rumou?rs?) (?:say|claim|argue|allege|suggest)|"
        r"according to (?:critics|opponents|rumou?rs?|some)"
    ),
    breaks=(
        r"but|because|since|so that|so|while|although|though|when|if|as|which|who|unless|"
        r"and (?:we|you|they|it|i|the|our|your|this)|or (?:we|you|they)"
    ),
)
GERMAN = Cues(
    common=words_of("der die das und ist nicht für mit wir sie ein eine zu den von"),
    negations=r"nicht|nie|niemals|kein(?:e[nrsm]?)?|niemand|nichts|weder|keinesfalls|keineswegs|nicht mehr|ohne",
    trailing=r"nicht|nie|niemals|nichts|keineswegs|keinesfalls|nicht mehr",
    reach=4,
    idioms=(
        r"nicht nur|nicht zuletzt|nicht abschließend|ob oder ob nicht|wenn nicht|nicht beschränkt auf|"
        r"ohne weiteres"
    ),
    conditions=(
        r"es sei denn|außer|ausgenommen|sofern|soweit|nur wenn|nur dann|nur mit|nur nach|aber nur|jedoch nur|"
        r"jedoch nicht|aber nicht|solange|vorausgesetzt|mit ausnahme|"
        r"ohne (?:ihre|deine|unsere|die|vorherige|ausdrückliche)\w*(?: [\w-]+){0,2}? (?:zustimmung|"
        r"einwilligung|erlaubnis|genehmigung)|wenn (?:sie|du|ihr) (?:zustimm|einwillig)\w*"
    ),
    openings=r"wenn|falls|sofern|soweit|solange|außer|nur wenn|es sei denn|vorausgesetzt",
    claims=(
        r"(?:kritiker|gegner|manche|einige|andere|viele|gerüchte|berichte|man) (?:\w+ )?(?:behaupte\w*|sag\w*|"
        r"mein\w*|glaub\w*|berichte\w*|werfe\w*)|"
        r"(?:es (?:ist|stimmt|trifft)) (?:\w+ )?(?:nicht (?:wahr|richtig|zu)|nicht|falsch|gelogen|unwahr)|"
        r"(?:wir|ich) (?:bestreite\w*|weise\w*|dementiere\w*)|"
        r"(?:die|der|das) (?:\w+ )?(?:behauptung|gerücht|vorwurf|mythos|unterstellung|eindruck)|angeblich|"
        r"fälschlich(?:erweise)?|mythos|gerücht|als ob|angenommen"
    ),
    denials=(
        r"(?:ist|sind|war|wäre|trifft) (?:\w+ )?(?:falsch|unwahr|gelogen|ein mythos|nicht wahr|nicht richtig|"
        r"nicht zu|unsinn)|(?:behaupten|sagen|meinen) (?:kritiker|gegner|manche|einige)"
    ),
    breaks=r"aber|sondern|weil|da|denn|während|obwohl|wenn|als|der|die|das|und (?:wir|sie|du|ihr|er|es|die|der|das)",
)
FRENCH = Cues(
    common=words_of("le la les et des est pour que nous vous une dans pas du"),
    negations=r"ne|n'\w+|jamais|aucune?|sans|ni|rien|personne",
    trailing=r"pas|jamais|plus|rien|aucune?|nullement",
    reach=1,
    idioms=r"ne \w+ que|n'\w+ que|non seulement|sans limitation|sans s'y limiter|n'hésitez",
    conditions=(
        r"sauf|à moins que|à moins de|excepté|à l'exception|uniquement si|seulement si|mais pas|à condition|"
        r"sous réserve|tant que|sans (?:votre|notre|leur|son) (?:\w+ )?(?:consentement|accord|autorisation)|"
        r"pourvu que|si vous (?:acceptez|consentez|choisissez)"
    ),
    openings=r"si|sauf|à moins|uniquement si|en cas|lorsque|sans",
    claims=(
        r"(?:les critiques|certains|d'autres|on|des rumeurs) (?:\w+ )?(?:affirment|affirme|prétend(?:ent)?|"
        r"disent|dit)|il est (?:faux|inexact)|il n'est pas vrai|nous (?:nions|démentons|contestons)|"
        r"(?:la|le|les|une) (?:rumeurs?|mythe|accusations?|allégations?|idée)|prétendument|soi-disant|comme si"
    ),
    denials=(
        r"(?:est|sont|serait) (?:\w+ )?(?:faux|fausses?|inexacte?s?|un mythe|infondée?s?)|n'est pas vrai|"
        r"(?:affirment|disent) (?:les critiques|certains)"
    ),
    breaks=r"mais|car|parce|puisque|alors|bien que|quand|qui|et (?:nous|vous|ils|elles|il|elle)",
)
SPANISH = Cues(
    common=words_of("el la los las y de que para con una por su en"),
    negations=r"no|nunca|jamás|ningún|ninguna|ninguno|nada|nadie|ni|tampoco|sin",
    trailing=r"nunca|jamás|nada|ninguno|ninguna",
    reach=0,
    idioms=r"no solo|no sólo|no obstante|sin limitación|entre otros|sin embargo",
    conditions=(
        r"salvo|excepto|a menos que|solo si|sólo si|únicamente si|pero no|siempre que|a condición|con excepción|"
        r"sin (?:su|tu|nuestro|el) (?:\w+ )?(?:consentimiento|permiso|autorización)|si usted (?:acepta|consiente)"
    ),
    openings=r"si|salvo|excepto|a menos|solo si|sólo si|en caso|siempre que|sin",
    claims=(
        r"(?:los críticos|algunos|otros|se|hay quienes?) (?:\w+ )?(?:afirman?|dicen?|dice|alegan?|sostienen?)|"
        r"(?:no es cierto|es falso|no es verdad)|(?:negamos|desmentimos|rechazamos)|"
        r"(?:el|la|los|las|un|una) (?:rumor(?:es)?|mito|acusación|afirmación|idea)|supuestamente|como si"
    ),
    denials=r"(?:es|son|sería) (?:\w+ )?(?:falsos?|falsas?|incorrect[oa]s?|un mito|mentira)|no es (?:cierto|verdad)",
    breaks=r"pero|porque|pues|mientras|aunque|cuando|quien|y (?:nosotros|usted|ellos|ellas)",
)
# Common words that tell a language: one alone may be a name, or shared with another.
ENOUGH = 2
LANGUAGES = (ENGLISH, GERMAN, FRENCH, SPANISH)


def cues_of(sample: str) -> Cues | None:
    """The cues of the language that a stretch of lowered text is in; None where its common words do not tell."""
    words = sample.split()
    counts = [sum(map(cues.common.__contains__, words)) for cues in LANGUAGES]
    most = max(counts)
    return LANGUAGES[counts.index(most)] if most >= ENOUGH and counts.count(most) == 1 else None


@cache
def whole_words(words: str) -> re.Pattern[str]:
    """A pattern for any of these words, whole."""
    return re.compile(rf"\b(?:{words})\b")
