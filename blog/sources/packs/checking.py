"""Checking an evidence pack with nothing else at hand: no database, no network, not the site that made it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from blog.errors import Invalid
from blog.sources.blocks import full_text
from blog.sources.chain import digest_of, problems_of
from blog.sources.packs import files
from blog.sources.packs.models import Capture, Pack
from blog.sources.packs.opening import open_pack
from blog.sources.packs.parsing import holding, parse_pack
from blog.sources.packs.rereading import read_again
from blog.sources.packs.selectors import annotations
from blog.sources.packs.warc_contents import digests_hold, is_of, payload_of


class Outcome(StrEnum):
    """What one check came to. A note is no fault: it tells what someone may want to know."""

    HOLDS = "holds"
    NOTE = "note"
    FAILS = "fails"


@dataclass(frozen=True, slots=True)
class Checked:
    """One check, as a sentence."""

    outcome: Outcome
    words: str


def check_pack(raw: bytes) -> tuple[Pack | None, list[Checked]]:
    """The pack and a line a check; None where it is not as it was made, and the last line says how.

    Verdicts are checked one room higher (`blog.embed.rechecking`).
    """
    lines: list[Checked] = []
    try:
        found = open_pack(raw)
        lines.append(_holds(f"All {len(files.ALL)} files are as the manifest lists them."))
        pack = parse_pack(found, payload_of(found[files.WARC]))
        with holding(files.MANIFEST):
            lines += _checks(pack, found)
    except Invalid as refusal:
        return None, [*lines, Checked(Outcome.FAILS, refusal.message)]
    if files.zipped(found) != raw:
        lines.append(
            Checked(Outcome.NOTE, "The files were put into another zip file since; they are the same.")
        )
    return pack, lines


def _checks(pack: Pack, found: dict[str, bytes]) -> Iterator[Checked]:
    warc = found[files.WARC]
    yield _line(digests_hold(warc), f"The digests in {files.WARC} are those of its records.")
    yield _line(
        is_of(warc, pack.capture, site=pack.site),
        f"{files.WARC} holds the exchanges that the manifest tells of.",
    )
    yield from _chain(pack)
    yield from _text(pack, found)
    yield from _reading(pack)


def _chain(pack: Pack) -> Iterator[Checked]:
    problems = problems_of([(version.facts, version.chain_sha256) for version in pack.versions])
    yield from (Checked(Outcome.FAILS, problem) for problem in problems)
    if not problems:
        yield _holds(f"The chain of {_versions(pack)} is whole.")
    packed = next((v for v in pack.versions if v.number == pack.capture.version), None)
    other = _otherwise(packed.facts, pack.capture) if packed else ["version"]
    told = f"Version {pack.capture.version} in the chain is this copy"
    yield _line(not other, f"{told}." if not other else f"{told}: another {', '.join(other)} is told there.")


def _versions(pack: Pack) -> str:
    return f"{len(pack.versions)} versions" if len(pack.versions) != 1 else "one version"


def _otherwise(facts: dict[str, object], capture: Capture) -> list[str]:
    """The facts in which a link of the chain differs from the packed copy, by name."""
    here = {
        "url": capture.url,
        "version": capture.version,
        "taken_at": capture.taken_at.isoformat(),
        "method": capture.method,
        "payload": files.sha256(capture.payload),
        "payload_bytes": len(capture.payload),
        "media_type": capture.media_type,
        "charset": capture.charset,
        "final_url": capture.final_url,
        "http_status": capture.http_status,
        "http_headers": digest_of(capture.http_headers),
        "exchanges": digest_of(capture.exchanges),
        "stated_on": capture.stated_on.isoformat() if capture.stated_on else None,
    }
    return sorted(name for name in here.keys() & facts.keys() if here[name] != facts[name])


def _text(pack: Pack, found: dict[str, bytes]) -> Iterator[Checked]:
    whole = full_text(pack.reading.blocks)
    is_same = found[files.TEXT] == whole.encode() and all(
        whole[block.offset : block.end] == block.text for block in pack.reading.blocks
    )
    yield _line(is_same, f"{files.TEXT} and {files.BLOCKS} have the same words in the same places.")
    astray = [one for one in pack.verifications if one.start >= 0 and whole[one.start : one.end] != one.exact]
    for one in astray:
        yield Checked(Outcome.FAILS, f"The log has a passage where the text has another: “{one.exact[:60]}”.")
    same = files.as_json(annotations(pack)) == found[files.SELECTORS]
    yield _line(same, f"{files.SELECTORS} has the passages of {files.LOG}.")


def _reading(pack: Pack) -> Iterator[Checked]:
    was, again = pack.reading.extractor, read_again(pack)
    if again.is_alike:
        yield _holds(f"Reading the document again gives the same words ({was}).")
    elif was == again.extractor:
        yield Checked(
            Outcome.FAILS, f"Reading the document again gives other words, by the same reader ({was})."
        )
    else:
        today = (
            f"today’s, {again.extractor}, reads it otherwise" if again.extractor else "today’s cannot read it"
        )
        yield Checked(Outcome.NOTE, f"The words were read out of the document by {was}; {today}.")


def _holds(words: str) -> Checked:
    return Checked(Outcome.HOLDS, words)


def _line(holds: bool, words: str) -> Checked:
    return Checked(Outcome.HOLDS if holds else Outcome.FAILS, words if holds else f"Not so: {words}")
