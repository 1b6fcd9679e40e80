"""Archives and packed files: zip, tar, gzip, bzip2, xz, zstd, read member by member and never unpacked to disk.

What a member is, the sources tell as for any file; archives may lie inside archives. Nothing is written under a
member's name; a name that leads out of the archive is refused all the same, because such an archive was not made by a
packer.
"""

from __future__ import annotations

import bz2
import io
import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath, PureWindowsPath
from typing import BinaryIO, NamedTuple, cast

import msgspec

from reftel.sources.allowance import MEMBER, Allowance, Damaged
from reftel.sources.facts import FACTS_FILE, Facts, FactsError, facts_of
from reftel.sources.files import Refused, printable
from reftel.sources.record import Place
from reftel.sources.streams import Unpacker, metered, unpacked

INNER_ZIP = 64 * 1024 * 1024
"""Bytes of a zip archive inside another archive: its table stands at its end, so it has to be held."""

_XZ_MEMORY = 256 * 1024 * 1024
_LEFT_BEHIND = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
_LONGEST_NAME = 1024
_OFFICE = frozenset({"[Content_Types].xml", "mimetype"})


class Member(NamedTuple):
    """A file inside another one."""

    stream: BinaryIO
    place: Place


class Container(NamedTuple):
    """One form of packing: its name, for people; the sign at its begin; how its members are come by."""

    title: str
    sign: str
    recognises: Callable[[bytes, str], bool]
    members: Callable[[BinaryIO, Place, Allowance], Iterator[Member | Refused]]


def refuse_member(name: str, place: Place) -> Refused | None:
    """Why a member is not read, by its name; None where it is."""
    path = f"{place.path}!/{printable(name[:_LONGEST_NAME])}"
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if len(name) > _LONGEST_NAME or "\0" in name:
        return Refused(path, "failed", "a member whose name is none", "pack the file under a shorter name")
    if ".." in parts or name.startswith(("/", "\\")) or PureWindowsPath(name).drive:
        remedy = "do not unpack this archive with other programs; ask whoever made it"
        return Refused(path, "failed", "a member whose name leads out of the archive", remedy)
    if parts and (parts[-1] in _LEFT_BEHIND or parts[0] == "__MACOSX"):
        return Refused(path, "skipped", "left behind by a file manager, no telegram")
    return None


def _zip_members(stream: BinaryIO, place: Place, allowance: Allowance) -> Iterator[Member | Refused]:
    try:
        archive = zipfile.ZipFile(_seekable(stream))
        names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Damaged(str(error)) from error
    if names & _OFFICE:
        yield Refused(place.path, "skipped", "an office document, no text", "save it as plain text first")
        return
    stated: dict[str, dict[str, Facts]] = {}
    for name in sorted(name for name in names if PurePosixPath(name).name == FACTS_FILE):
        read = _zip_facts(archive, name, place, allowance)
        if isinstance(read, Refused):
            yield read
        else:
            stated[name.removesuffix(FACTS_FILE)] = read
    for entry in archive.infolist():
        allowance.charge(MEMBER)
        if not entry.is_dir():
            given = refuse_member(entry.filename, place) or _zip_member(archive, entry, place, allowance)
            yield _with_facts(given, entry.filename, stated) if isinstance(given, Member) else given


def _zip_facts(
    archive: zipfile.ZipFile, name: str, place: Place, allowance: Allowance
) -> dict[str, Facts] | Refused:
    """What the table beside the members of a folder states."""
    given = _zip_member(archive, archive.getinfo(name), place, allowance)
    if isinstance(given, Refused):
        return given
    try:
        return facts_of(given.stream.read(INNER_ZIP))
    except Damaged as error:
        return damaged(given.place, error)
    except FactsError as error:
        return Refused(given.place.path, "failed", str(error), error.remedy)


def _with_facts(member: Member, name: str, stated: dict[str, dict[str, Facts]]) -> Member:
    """The member with what the table of its folder states; that outranks what is stated of the archive."""
    folder, _, file = name.rpartition("/")
    facts = stated.get(f"{folder}/" if folder else "", {}).get(file)
    if facts is None:
        return member
    place = msgspec.structs.replace(
        member.place,
        collection=facts.collection or member.place.collection,
        legal_status=facts.legal_status or member.place.legal_status,
        facts=member.place.facts | facts.others,
    )
    return Member(member.stream, place)


def _seekable(stream: BinaryIO) -> BinaryIO:
    if stream.seekable():
        return stream
    held = stream.read(INNER_ZIP + 1)
    if len(held) > INNER_ZIP:
        raise Damaged(
            f"a zip archive of more than {INNER_ZIP >> 20} MB inside another archive: unpack the outer one"
        )
    return io.BytesIO(held)


def _zip_member(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, place: Place, allowance: Allowance
) -> Member | Refused:
    inside = place.member(printable(entry.filename), entry.file_size)
    if stat.S_ISLNK(entry.external_attr >> 16):
        return Refused(inside.path, "skipped", "a link, not a file")
    if entry.flag_bits & 1:
        return Refused(inside.path, "failed", "encrypted", "unpack it with its password, and name the folder")
    try:
        return Member(metered(cast(BinaryIO, archive.open(entry)), allowance), inside)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        return damaged(inside, error)


class _Header(tarfile.TarInfo):
    """A header of a tar archive; where it is none, that is said, which tarfile takes for the archive's end."""

    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> _Header:
        try:
            return super().fromtarfile(archive)
        except (tarfile.InvalidHeaderError, tarfile.TruncatedHeaderError) as error:  # type: ignore[attr-defined]
            raise Damaged(str(error)) from error


def _tar_members(stream: BinaryIO, place: Place, allowance: Allowance) -> Iterator[Member | Refused]:
    try:
        with tarfile.open(fileobj=stream, mode="r|", bufsize=tarfile.BLOCKSIZE, tarinfo=_Header) as archive:
            while (entry := archive.next()) is not None:
                archive.members.clear()  # type: ignore[attr-defined]  # it would hold all that it has passed
                allowance.charge(MEMBER)
                if not entry.isdir():
                    yield refuse_member(entry.name, place) or _tar_member(archive, entry, place, allowance)
    except (tarfile.TarError, EOFError, ValueError, OverflowError) as error:
        raise Damaged(str(error)) from error


def _tar_member(
    archive: tarfile.TarFile, entry: tarfile.TarInfo, place: Place, allowance: Allowance
) -> Member | Refused:
    inside = place.member(printable(entry.name), entry.size)
    content = archive.extractfile(entry) if entry.isreg() else None
    if content is None:
        what = "a link" if entry.issym() or entry.islnk() else "a device or a pipe"
        return Refused(inside.path, "skipped", f"{what}, not a file")
    return Member(metered(cast(BinaryIO, content), allowance), inside)


def _packed(make: Callable[[], Unpacker]) -> Callable[[BinaryIO, Place, Allowance], Iterator[Member]]:
    def members(stream: BinaryIO, place: Place, allowance: Allowance) -> Iterator[Member]:
        name = PurePosixPath(place.name)
        inside = f"{name.stem}.tar" if name.suffix.lower() in {".tgz", ".tbz", ".txz", ".tzst"} else name.stem
        yield Member(unpacked(stream, make, allowance), place.member(inside))

    return members


def _gzip() -> Unpacker:
    return zlib.decompressobj(16 + zlib.MAX_WBITS)


def _bzip2() -> Unpacker:
    return bz2.BZ2Decompressor()


def _xz() -> Unpacker:
    return lzma.LZMADecompressor(memlimit=_XZ_MEMORY)


def _zstd() -> Unpacker:
    import zstandard  # noqa: PLC0415 - needed for such files only

    return cast(Unpacker, zstandard.ZstdDecompressor().decompressobj())


def _begins(*signs: bytes) -> Callable[[bytes, str], bool]:
    return lambda head, _name: head.startswith(signs)


def _is_tar(head: bytes, _name: str) -> bool:
    return head[257:262] == b"ustar"


def _is_bzip2(head: bytes, _name: str) -> bool:
    return head[:3] == b"BZh" and head[4:10] == b"1AY&SY"


CONTAINERS = (
    Container("zip archive", "`PK` and a local header", _begins(b"PK\x03\x04", b"PK\x05\x06"), _zip_members),
    Container("gzip", "its first three bytes", _begins(b"\x1f\x8b\x08"), _packed(_gzip)),
    Container("bzip2", "`BZh` and the mark of a block", _is_bzip2, _packed(_bzip2)),
    Container("xz", "its first six bytes", _begins(b"\xfd7zXZ\x00"), _packed(_xz)),
    Container("zstd", "its first four bytes", _begins(b"\x28\xb5\x2f\xfd"), _packed(_zstd)),
    Container("tar archive", "`ustar` in its first header", _is_tar, _tar_members),
)  # fmt: skip


def container_of(head: bytes, name: str) -> Container | None:
    """The form in which a file is packed; None where it is not."""
    return next((one for one in CONTAINERS if one.recognises(head, name)), None)


def damaged(place: Place, error: Exception) -> Refused:
    """What is said of an archive or a member that cannot be read on."""
    reason = f"cannot be unpacked: {error}" if str(error) else "cannot be unpacked"
    remedy = "get it again, or unpack what can be saved; what stands before the damage was read"
    return Refused(place.path, "failed", reason, remedy)
