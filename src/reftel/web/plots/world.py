"""Posts on a map: a circle for each, its area by what the post sent. Longitude + 180 across, 84 - latitude down."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from math import sqrt
from typing import NamedTuple

from reftel.archive.results import Count
from reftel.model.counting import counted
from reftel.model.telegram import Noun
from reftel.vocabulary import posts

LARGEST, SMALLEST = 7.0, 0.7
CREDIT = "Land: Natural Earth, public domain"


class Spot(Noun, frozen=True):
    """A post on the map."""

    name: str
    place: str
    count: int
    x: float
    y: float
    radius: float


class World(NamedTuple):
    """The map: the land as a path, the posts with the largest below the others, and those whose place is not known."""

    land: str
    spots: tuple[Spot, ...]
    unplaced: tuple[str, ...]

    @property
    def summary(self) -> str:
        """The map in a sentence."""
        first = self.spots[0]
        return f"{counted(len(self.spots), 'post')}, the largest {first.place} ({counted(first.count, 'telegram')})."


@cache
def land() -> str:
    """The land of the earth as one path."""
    lines = files("reftel.web.plots").joinpath("land.txt").read_text("ascii").splitlines()
    return "".join(line for line in lines if not line.startswith("#"))


def world(by_post: tuple[Count, ...]) -> World | None:
    """The map of what posts sent; None where no place is known."""
    spots, unplaced = [], []
    top = max((one.count for one in by_post), default=1)
    for one in by_post:
        post = posts.find(one.value)
        if post is None or post.latitude is None or post.longitude is None:
            unplaced.append(one.value)
            continue
        radius = max(LARGEST * sqrt(one.count / top), SMALLEST)
        x, y = round(post.longitude + 180, 1), round(84 - post.latitude, 1)
        spots.append(Spot(post.name, post.city or post.name, one.count, x, y, round(radius, 2)))
    return World(land(), tuple(spots), tuple(unplaced)) if spots else None
