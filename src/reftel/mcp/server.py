"""A server of the Model Context Protocol over one archive, for one viewer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, TypeVar

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from reftel import __version__
from reftel.archive import Archive, ArchiveError
from reftel.mcp import tools
from reftel.mcp.tools import NOTICE, Answer

T = TypeVar("T")
Number = Annotated[
    str, Field(description="message reference number in any printed form, alias or hash prefix")
]
INSTRUCTIONS = (
    "An archive of diplomatic telegrams. Cite each telegram that you rely on by its message reference number (mrn). "
    "Queries: words are ANDed; quotes, OR, NOT, brackets, * and fields (from: to: post: tag: subject: date: ref:). "
)
READING = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)


def server(archive: Archive) -> MCPServer:
    """A server whose tools answer from this archive, as its viewer sees it."""
    made = MCPServer("reftel", version=__version__, instructions=INSTRUCTIONS + NOTICE, log_level="WARNING")

    @made.tool(annotations=READING)
    def search(
        query: Annotated[str, Field(description="the query, such as `ferry post:TBILISI date:2006`")],
        limit: Annotated[int, Field(description="telegrams on a page, at most 50")] = 10,
        sort: Annotated[str, Field(description="relevance, date, -date or post")] = "relevance",
        cursor: Annotated[str | None, Field(description="that of the page before")] = None,
    ) -> Answer:
        """Find telegrams: number, date, citation, excerpt, and where in the text the words stand."""
        return _answered(lambda: tools.search(archive, query, limit, sort, cursor))

    @made.tool(annotations=READING)
    def telegram(
        number: Number,
        first: Annotated[int, Field(description="the first paragraph wanted: `next` of the part before")] = 0,
    ) -> Answer:
        """Read a telegram: head, citations, and its paragraphs with their portion marks and offsets."""
        return _answered(lambda: tools.telegram(archive, number, first))

    @made.tool(annotations=READING)
    def thread(number: Number) -> Answer:
        """Show which telegrams a telegram answers, which answer it, and which of them are not in the archive."""
        return _answered(lambda: tools.thread(archive, number))

    @made.tool(annotations=READING)
    def gaps(
        post: Annotated[str | None, Field(description="a post, such as ANKARA; all if left out")] = None,
    ) -> Answer:
        """Say what is missing: telegrams that others cite and nobody has, and gaps in the serials of each year."""
        return _answered(lambda: tools.gaps(archive, post))

    @made.tool(annotations=READING)
    def statistics() -> Answer:
        """Count what the archive holds by year, post, TAGS, classification and precedence."""
        return _answered(lambda: tools.statistics(archive))

    return made


def _answered(ask: Callable[[], T]) -> T:
    """The answer; what the archive refuses becomes a message for the caller."""
    try:
        return ask()
    except ArchiveError as error:
        raise ToolError(str(error)) from error
