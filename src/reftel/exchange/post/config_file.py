"""Reading `post.toml`: every mistake is told with file, line and remedy."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import msgspec

from reftel.exchange.post.config import Config, PostError
from reftel.exchange.post.mistakes import mistakes
from reftel.vocabulary import posts

NAME = "post.toml"
_PLACE = re.compile(r"\(at line (?P<line>\d+), column \d+\)")
_PATH = re.compile(r"`\$\.?(?P<path>[^`]*)`$")
_FIELD = re.compile(r"(?:unknown|missing required) field `(?P<key>[^`]*)`")
_HEAD = re.compile(r"^\s*\[\[?\s*(?P<name>[A-Za-z_]+)[^\]]*\]")


def read_config(path: Path) -> Config:
    """The configuration in a file. Raises `PostError` with the line and what to write instead."""
    try:
        text = path.read_text("utf-8-sig")
        entries = tomllib.loads(text)
        config = msgspec.convert(entries, Config)
    except OSError as error:
        remedy = "`reftel post init DIR` makes one"
        raise PostError(
            f"{path}: there is no configuration of a post here ({error.strerror}); {remedy}"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        place = _PLACE.search(str(error))
        line = f" line {place['line']}" if place else ""
        raise PostError(f"{path}{line}: {_PLACE.sub('', str(error)).strip()}: write it as TOML") from error
    except msgspec.ValidationError as error:
        raise PostError(f"{path} line {_line_of_error(text, str(error))}: {_words(str(error))}") from error
    config = _filled(config)
    for where, message in mistakes(config):
        raise PostError(f"{path} line {_line(text, *where)}: {message}")
    return config


def _filled(config: Config) -> Config:
    """With what the lists know of the post where the configuration leaves it open."""
    known = posts.find(config.post.name)
    if known is None:
        return config
    identity = msgspec.structs.replace(
        config.post,
        routing_indicators=config.post.routing_indicators or known.routing_indicators,
        serves=config.post.serves or (known.plain_address,),
    )
    return msgspec.structs.replace(config, post=identity)


def _words(error: str) -> str:
    what = (
        error.partition(" - at ")[0]
        .replace("`", "")
        .replace("Object contains unknown field", "there is no entry")
    )
    what = what.replace("Object missing required field", "this entry is missing:")
    return f"{what[:1].lower()}{what[1:]}"


def _line_of_error(text: str, error: str) -> int:
    """The line that an error of the shape speaks of; its path is `$.circuit[0].far`."""
    found, field = _PATH.search(error), _FIELD.search(error)
    parts = re.findall(r"[A-Za-z_]+|\[\d+\]|\[\.\.\.\]", found["path"]) if found else []
    numbers = [int(part[1:-1]) for part in parts if part[1:-1].isdigit()]
    words = [part for part in parts if not part.startswith("[")]
    key = field["key"] if field else words[-1] if len(words) > 1 else ""
    if not words:
        return _line(text, key, 0, "") if key else 1
    return _line(text, words[0], numbers[0] if numbers else 0, key)


def _line(text: str, table: str, at: int, key: str) -> int:
    """The line of a key in the table of that name which stands in place `at` among those of the same name."""
    inside, seen, begun = False, -1, 1
    for number, line in enumerate(text.splitlines(), start=1):
        head = _HEAD.match(line)
        if head and ("." not in line or head["name"] != table):
            seen += head["name"] == table
            inside = head["name"] == table and (seen == at or not line.lstrip().startswith("[["))
            begun = number if inside else begun
        elif inside and key and re.match(rf"\s*\"?{re.escape(key)}\"?\s*=", line):
            return number
    return begun
