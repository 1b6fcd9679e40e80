"""Makes PDF documents in memory: pages of lines in one typewriter face, each word in its place."""

from __future__ import annotations

import io


def _escaped(word: str) -> str:
    return word.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _page(lines: list[str], by_word: bool) -> bytes:
    shown = []
    for row, line in enumerate(lines):
        y, column = 760 - 12 * row, 0
        pieces = line.split(" ") if by_word else [line]
        for piece in pieces:
            if piece:
                shown.append(f"BT /F1 10 Tf 1 0 0 1 {40 + 6 * column} {y} Tm ({_escaped(piece)}) Tj ET")
            column += len(piece) + 1
    return "\n".join(shown).encode("latin-1")


def pdf(pages: list[list[str]], *, by_word: bool = False, title: str = "", stamp: str = "") -> bytes:
    """A document of these pages; a page without lines holds a picture of nothing, as a scan without a text layer.

    `stamp` is laid over each page, as a program that releases documents does it.
    """
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
    ]
    objects.append(b"<< /Title (" + _escaped(title).encode("latin-1") + b") >>")
    laid = _page([stamp], by_word=False)
    objects.append(
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 612 792] /Length %d"
        b" /Resources << /Font << /F1 3 0 R >> >> >>\nstream\n%s\nendstream" % (len(laid), laid)
    )
    over = b" /XObject << /X1 5 0 R >>" if stamp else b""
    kids = []
    for lines in pages:
        content = _page(["", *lines] if stamp else lines, by_word) if lines else b"0 0 612 792 re f"
        content = b"/X1 Do\n" + content if stamp else content
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >>%s >> >>" % (len(objects), over)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    return _assembled(objects)


def _assembled(objects: list[bytes]) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(
        b"trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, start)
    )
    return out.getvalue()


def encrypted(data: bytes, user: str, owner: str = "owner") -> bytes:
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=io.BytesIO(data))
    writer.encrypt(user_password=user, owner_password=owner, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
