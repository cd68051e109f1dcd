"""Telling: what checking a quotation found, in words: to readers beside it, and to its author before it is published.

Everything is read off the verdict and the evidence kept with it (`Finding.evidence`).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from blog.embed.cues import CLAIM, CONDITION, NEGATION, QUESTION
from blog.embed.findings import Caution, cautions_of
from blog.embed.verdicts import WORDS, Verdict

Evidence = Mapping[str, Any]

OPENING_WORDS = 8
WHERE = {
    "before": "The sentence begins: “{}”",
    "after": "The sentence goes on: “{}”",
    "next": "The next sentence: “{}”",
    "omitted": "Left out here: “{}”",
    "brackets": "The brackets change the sense: {}",
}
REASONS = {
    NEGATION: "a negation (“{}”) stands outside the quoted words",
    CONDITION: "a condition (“{}”) stands outside the quoted words",
    CLAIM: "the statement gives these words as somebody else’s, or denies them (“{}”)",
    QUESTION: "these words are part of a question (“{}”)",
}
IN_BRACKETS = "what stands in brackets takes a negation away, or puts one in"
HINTS = {
    "after": "The words given by “after” do not stand before this passage.",
    "before": "The words given by “before” do not stand after this passage.",
    "paragraph": "This passage stands in another paragraph than the one named.",
    "emphasis": "A note says that emphasis was added, and nothing is emphasised.",
}


def shown_words(words: str, evidence: Evidence) -> str:
    """The words as readers see them: those typed, without the signs that emphasise some of them."""
    return str(evidence.get("shown") or words)


def opening(words: str, evidence: Evidence) -> str:
    """The first words, to tell which quotation is spoken of."""
    all_words = shown_words(words, evidence).split()
    return " ".join(all_words[:OPENING_WORDS]) + (" …" if len(all_words) > OPENING_WORDS else "")


def runs(words: str, evidence: Evidence) -> list[tuple[str, str]]:
    """The words as readers see them, in runs: "" as they are, "em" or "strong" as the author set them off."""
    shown, position, found = shown_words(words, evidence), 0, list[tuple[str, str]]()
    for stretch in evidence.get("emphasis", ()):
        found.append(("", shown[position : stretch["start"]]))
        found.append(("strong" if stretch["strong"] else "em", shown[stretch["start"] : stretch["end"]]))
        position = stretch["end"]
    found.append(("", shown[position:]))
    return [(kind, run) for kind, run in found if run]


def verdict_words(verdict: Verdict, evidence: Evidence) -> str:
    """The verdict with what must not go unsaid: what was fitted, left out, set off."""
    told = [WORDS[verdict]]
    if verdict is Verdict.MARKED:
        told = ["brackets added"] if evidence.get("brackets") or not _is_fitted(evidence) else []
        told += ["shortened"] if evidence.get("omissions") else []
        told += ["capital changed"] if evidence.get("capital") else []
        told += ["closing mark changed"] if evidence.get("closing") else []
    if any(not stretch["original"] for stretch in evidence.get("emphasis", ())):
        told.append("emphasis added")
    return ", ".join(told)


def notes(evidence: Evidence) -> list[str]:
    """Short notes for readers, beside the verdict."""
    found = [f"set differently: {', '.join(evidence['folds'])}"] if evidence.get("folds") else []
    for bracket in evidence.get("brackets", ()):
        if bracket["original"]:
            found.append(f"{bracket['typed']} stands for “{bracket['original']}”")
    for change in evidence.get("capital", ()):
        found.append(f"“{change['typed']}” is “{change['original']}” there")
    if any(stretch["original"] for stretch in evidence.get("emphasis", ())):
        found.append("emphasis as in the original")
    if evidence.get("occurrences", 0) > 1:
        found.append(f"stands there {evidence['occurrences']} times")
    return found


def omitted(evidence: Evidence) -> list[tuple[str, str]]:
    """What was left out, each time: how much, and the words."""
    return [
        (f"{left['words']:,} word{'' if left['words'] == 1 else 's'} left out", left["text"])
        for left in evidence.get("omissions", ())
    ]


def outside(evidence: Evidence) -> list[str]:
    """What stands just outside the cut and changes what the words say, as the original has it."""
    return list(dict.fromkeys(_line(caution) for caution in cautions_of(evidence)))


def advice(verdict: Verdict, evidence: Evidence) -> Iterator[str]:
    """What the author should look at, each in a sentence or two."""
    for caution in cautions_of(evidence):
        reason = IN_BRACKETS if caution.where == "brackets" else REASONS[caution.kind].format(caution.cue)
        line = _line(caution).replace(".”", "”")
        yield f"May be out of context: {reason}. {line}. Quote these words too, or say in your own what they say."
    if evidence.get("first"):
        yield (
            f"These words stand {evidence['occurrences']} times in the statement, and the first place is taken. "
            "Say which one is meant with the option “paragraph:” and its number, or “after:” and the words before it."
        )
    yield from (HINTS[hint] for hint in evidence.get("unmet", ()))
    if verdict is Verdict.ALTERED:
        yield "The wording differs. Take the statement’s words, or put [yours] in brackets and … for what is left out."
    if verdict is Verdict.NOT_FOUND:
        yield "No such words stand in the statement. Readers are told so."


def _is_fitted(evidence: Evidence) -> bool:
    return bool(evidence.get("capital") or evidence.get("closing"))


def _line(caution: Caution) -> str:
    is_list = caution.where == "before" and caution.words.endswith(":")
    words = caution.words
    if caution.kind == QUESTION:
        return f"In the statement this is a question: “{words}”"
    if caution.where == "before" and not is_list:
        words = f"{words} …"
    if caution.where == "after":
        words = f"… {words.lstrip(', ')}"
    return ("The list begins: “{}”" if is_list else WHERE[caution.where]).format(words)
