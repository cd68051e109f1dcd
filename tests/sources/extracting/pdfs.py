"""PDFs made by hand (ISO 32000-1): lines of Helvetica in places."""

from collections.abc import Iterable, Sequence

# A line: its text, where it begins (points from the left and from the foot), its size, whether it is bold.
Line = tuple[str, float, float, float, bool]

LEFT, TOP, STEP, SIZE = 72.0, 760.0, 14.0, 11.0


def flowed(paragraphs: Iterable[Sequence[str]], *, top: float = TOP, gap: float = 10.0) -> list[Line]:
    """Paragraphs, each given as its lines, one below the other."""
    lines: list[Line] = []
    for paragraph in paragraphs:
        for text in paragraph:
            lines.append((text, LEFT, top, SIZE, False))
            top -= STEP
        top -= gap
    return lines


def pdf(pages: Sequence[Sequence[Line]], *, info: str = "", trailer: str = "") -> bytes:
    """A file of these pages. `info` is the inside of the information dictionary, `trailer` more of the trailer's."""
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        content = "BT\n" + "".join(map(_shown, lines)) + "ET"
        fonts = "<< /Font << /F1 3 0 R /F2 4 0 R >> >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources {fonts} /Contents {6 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}\nendstream")
    objects.append(f"<< {info} >>")
    return _file(objects, f"/Root 1 0 R /Info {len(objects)} 0 R {trailer}")


def _shown(line: Line) -> str:
    text, left, base, size, is_bold = line
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"/F{1 + is_bold} {size} Tf 1 0 0 1 {left} {base} Tm ({escaped}) Tj\n"


def _file(objects: Sequence[str], trailer: str) -> bytes:
    made = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(made))
        made += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} {trailer} >>\n"
    return made + end.encode() + f"startxref\n{len(made)}\n%%EOF\n".encode()


# A security handler whose password nobody knows (ISO 32000-1 §7.6.3).
LOCK = (
    f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{'ab' * 32}> /U <{'cd' * 32}> /P -4 >>"
    f"/ID [<{'ef' * 16}> <{'ef' * 16}>]"
)
