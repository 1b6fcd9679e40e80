"""Bags (BagIt, RFC 8493): folders whose files are named with their checksums in a manifest.

What the manifest names is read, each file after its checksum was compared; what differs, is missing, lies outside of
the bag or is not named is refused by name, and the rest goes on. `history.jsonl` of a bag of our own tells the archive
what people did; it is no source of telegrams.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from reftel.sources.files import Found, Refused, shown

DECLARATION = "bagit.txt"
HISTORY = "data/history.jsonl"
ALGORITHMS = ("sha512", "sha256", "sha1", "md5")  # the strongest first
_MOST_BYTES = 1 << 30  # of a manifest
_BLOCK = 1 << 20
_LINE = re.compile(r"([0-9A-Fa-f]{32,128})[ \t]+\*?(\S.*)")
_VERSION = re.compile(
    r"BagIt-Version: (0\.9[3-7]|1\.0)\s*\nTag-File-Character-Encoding: UTF-8\s*", re.IGNORECASE
)
_ESCAPED = re.compile(r"%(0[AaDd]|25)")
_AGAIN = "copy the bag again from where it came from"


def is_bag(names: list[str]) -> bool:
    """Whether a folder that holds these is a bag."""
    return DECLARATION in names and "data" in names


def is_history(found: Found) -> bool:
    """Whether a file of a bag tells what happened to telegrams, and holds none."""
    return found.expected is not None and found.path.replace(os.sep, "/").endswith(f"/{HISTORY}")


def files_of(bag: Path) -> Iterator[Found | Refused]:
    """The payload of a bag, each file with its checksum, and what is wrong with the bag."""
    try:
        declared = (bag / DECLARATION).read_text("utf-8-sig")
        chosen = next((name for name in ALGORITHMS if (bag / f"manifest-{name}.txt").is_file()), None)
    except (OSError, UnicodeDecodeError) as error:
        yield Refused(shown(bag / DECLARATION), "failed", f"cannot be read: {error}", _AGAIN)
        return
    if not _VERSION.fullmatch(declared) or chosen is None:
        reason = "a bag of no known version, or without a manifest"
        yield Refused(shown(bag / DECLARATION), "failed", reason, "name its folder data to read it unchecked")
        return
    yield from _tag_files(bag, chosen)
    named: set[str] = set()
    for digest, name in _lines(bag / f"manifest-{chosen}.txt"):
        named.add(name)
        yield _payload(bag, name, f"{chosen}:{digest.lower()}")
    yield from _not_named(bag, named)


def _lines(manifest: Path) -> Iterator[tuple[str, str]]:
    """Checksum and path of each line; of a line that is none, no checksum."""
    with manifest.open("rb") as file:
        for line in file.read(_MOST_BYTES).decode("utf-8", "backslashreplace").splitlines():
            found = _LINE.fullmatch(line.strip())
            if found:
                yield found[1], _ESCAPED.sub(lambda sign: chr(int(sign[1], 16)), found[2])
            elif line.strip():
                yield "", line.strip()


def _payload(bag: Path, name: str, expected: str) -> Found | Refused:
    """A file that a manifest names, as long as it lies inside the bag."""
    path = PurePosixPath(name)
    said = shown(Path(f"{bag}{os.sep}{name[:1000]}"))
    if (
        path.parts[:1] != ("data",)
        or ".." in path.parts
        or "\\" in name
        or "\0" in name
        or expected[-1] == ":"
    ):
        return Refused(said, "failed", "a line of the manifest that names no file of the payload", _AGAIN)
    place = bag / path
    try:
        facts = place.stat()
        inside = place.resolve().is_relative_to((bag / "data").resolve())
    except OSError:
        return Refused(said, "failed", "is named in the manifest of its bag, and is not there", _AGAIN)
    if not inside or not place.is_file():
        return Refused(said, "failed", "a file of a bag that lies outside of it, or no file", _AGAIN)
    printed = shown(place)
    raw = None if printed == str(place) else os.fsencode(place)
    return Found(printed, facts.st_size, facts.st_mtime_ns, raw=raw, expected=expected)


def _tag_files(bag: Path, algorithm: str) -> Iterator[Refused]:
    """The tag files that are not what the manifest of tag files says."""
    manifest = bag / f"tagmanifest-{algorithm}.txt"
    if not manifest.is_file():
        return
    for digest, name in _lines(manifest):
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\\" in name or "\0" in name:
            yield Refused(shown(manifest), "failed", "a line that names no file of the bag", _AGAIN)
        elif not (bag / path).is_file() or _digest(bag / path, algorithm) != digest.lower():
            yield Refused(shown(bag / path), "failed", "differs from the manifest of its bag", _AGAIN)


def _not_named(bag: Path, named: set[str]) -> Iterator[Refused]:
    for folder, inner, files in os.walk(bag / "data"):
        inner.sort()
        for name in sorted(files):
            path = Path(folder) / name
            if path.relative_to(bag).as_posix() not in named:
                yield Refused(shown(path), "failed", "is not named in the manifest of its bag", _AGAIN)


def _digest(path: Path, algorithm: str) -> str:
    digest = hashlib.new(algorithm)
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def differing(found: Found) -> Refused | None:
    """What is wrong with a file of a bag whose bytes are not those that the manifest was made of."""
    if found.expected is None:
        return None
    algorithm, _, digest = found.expected.partition(":")
    if _digest(found.place, algorithm) == digest:
        return None
    return Refused(found.path, "failed", f"differs from the {algorithm} in the manifest of its bag", _AGAIN)
