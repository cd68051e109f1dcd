"""The pack's README: what it is, what it proves and what it does not, for people who never heard of this program."""

from blog.sources.packs import files
from blog.sources.packs.models import Pack

HOW = {
    "fetched": "This site asked the address over the web and received these bytes.",
    "archived": "This site fetched these bytes from an archive that had kept them, not from the publisher.",
    "uploaded": "Somebody gave these bytes to this site as a file. Nobody compared them with the original.",
    "pasted": "Somebody pasted these words into this site. Nobody compared them with the original.",
    "browser": "Somebody’s browser sent the page as it stood there. Nobody compared it with the original.",
}
FETCHED_PROOF = """\
- That the site named above says: at this time, these bytes came from this address.
  They are in copy.warc, with the requests and the answers around them.
"""
OTHER_PROOF = """\
- That the site named above says: at this time, somebody gave it these bytes as
  what stood at this address. They are in copy.warc.
"""


def readme(pack: Pack) -> bytes:
    """The README in UTF-8."""
    source, capture = pack.source, pack.capture
    lines = [
        "EVIDENCE PACK",
        "",
        f"What:      “{source.title}”, {source.publisher}",
        f"Address:   {source.url}",
        f"Version:   {capture.version} of {len(pack.versions)} that the site keeps",
        f"Kept:      {capture.taken_at.isoformat(timespec='seconds')}",
        f"By:        {pack.site or 'a site that names no address of its own'}",
        f"How:       {HOW[capture.method]}",
    ]
    lines += (
        [f"Stated:    said to be as of {capture.stated_on}, by whoever added it"] if capture.stated_on else []
    )
    chain = next(version.chain_sha256 for version in pack.versions if version.number == capture.version)
    lines += [
        f"SHA-256:   {files.sha256(capture.payload)} (the document)",
        f"Chain:     {chain} (this version)",
        "",
    ]
    proof = FETCHED_PROOF if capture.method in ("fetched", "archived") else OTHER_PROOF
    return ("\n".join(lines) + PROVES.format(proof=proof) + REST).encode()


PROVES = """
WHAT THIS PROVES
{proof}\
- That nothing in this pack was changed since it was made: every file’s digest is
  in manifest.json, and that file’s own digest in manifest.sha256.
- That the site’s versions of this document hang together: the hash of each covers
  its facts and the hash of the one before it. Compare the chain hash above with
  one that the site showed, or that somebody noted, earlier: if they are equal, this
  version and all before it are as they were then.
- That the quoted words stand in the text, as what the log says: this can be tried
  again by anyone.

WHAT IT DOES NOT PROVE
- That the publisher wrote this, or meant it, or that others were sent the same.
- That the time is right: it is the site’s own clock, and nobody vouches for it.
- Who made this pack: it is not signed. Someone who makes all of it anew can put
  anything into it; the chain hash, compared with an older note of it, tells.
- What the page looked like: pictures, styles and scripts are not in it.
"""
REST = """
WHAT IS IN IT
copy.warc           the document as it came (WARC 1.1, ISO 28500)
text.txt            the words read out of it; positions count its characters from 0
blocks.json         the same words in blocks, with their places in the document
selectors.jsonld    the quoted passages (W3C Web Annotations)
verification.json   what was quoted from it, where, and what checking found
manifest.json       digests of these files, and the chain of versions
manifest.sha256     the digest of manifest.json

HOW TO CHECK IT
With Rejoinder, and nothing else:   flask --app wsgi sources verify THIS-FILE.zip
By hand:   sha256sum --check manifest.sha256
           warcio check copy.warc
The hash of a version is the SHA-256 of its facts as JSON with sorted keys, no
spaces, and characters beyond ASCII written as \\uXXXX.
"""
