"""The post whose archive a reading room shows, and who of its people sits at this machine."""

from __future__ import annotations

import getpass
from pathlib import Path

from litestar.exceptions import NotFoundException

from reftel.exchange.post.config import NotAllowed, Person, PostError
from reftel.exchange.post.place import Place
from reftel.web.desk.visit import visit
from reftel.web.view import Fault, Missing

_NO_POST = (
    "The archive that this reading room shows is not that of a post, so there is no watch and no drafting desk. "
    "`reftel post init` makes a post; `reftel serve --post DIR` shows one."
)


class Centre:
    """A post, and the name under which changes are made. Who that is was said when the reading room was started.

    The book is opened for each request: a connection serves one thread at a time, and the configuration may change.
    """

    def __init__(self, folder: Path, archive: Path, who: str | None = None) -> None:
        self.folder = folder
        self.archive = archive
        self.who = who

    def opened(self) -> Place:
        """The post, open until the end of a block. Raises `PostError` or `BookError` where it cannot be opened."""
        return Place(self.folder)

    def person(self, place: Place) -> Person | None:
        """Who sits here; None for somebody whom the post does not know."""
        return place.config.person_named(self.who) if self.who else None

    def acting(self, place: Place) -> Person:
        """Who sits here; raises `NotAllowed` for somebody whom the post does not know."""
        found = self.person(place)
        if found is None:
            raise NotAllowed(
                "nobody of this post sits here: start the reading room with `reftel serve --as NAME`, or enter the "
                "user of this computer as [[person]] in post.toml"
            )
        return found


def seated(folder: Path, who: str | None) -> Centre:
    """The post in `folder` with the person of that name; raises `PostError` if it knows nobody of it.

    Without a name it is the user of this computer, as for every command of the post, and nobody if the post does not
    know them: nothing is ever done in a name that was not said.
    """
    with Place(folder) as place:
        place.make_archive()
        if who is not None:
            return Centre(folder, place.archive, place.config.person_named(who).name)
        try:
            return Centre(folder, place.archive, place.config.person_named(getpass.getuser()).name)
        except (PostError, OSError, KeyError):
            return Centre(folder, place.archive)


def the_centre() -> Centre:
    """The post of this reading room, for the owner of the archive at their machine; to others it is not there."""
    here = visit()
    if here is None or not here.owner:
        raise NotFoundException
    if here.desk.centre is None:
        raise Fault(404, "no_post", _NO_POST, Missing("This archive is no post’s", _NO_POST))
    return here.desk.centre
