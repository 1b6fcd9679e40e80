"""GraphML: telegrams as nodes, references as edges; those that are cited and missing are nodes too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from reftel.archive import Filed
from reftel.export.format import Job, StreamFormat
from reftel.export.letters import printable
from reftel.export.ties import Node, Ties, ties_of

FACTS = tuple(name for name in Node._fields if name != "key")
CARRIED = frozenset({"key", "number", "date", "sender", "classification", "subject", "references"})
REMARKS = (
    "A telegram that is cited and not exported is a node too: its `status` says whether the archive holds it (`held`)"
    " or not (`missing`).",
    "Of references those that name a telegram by its number are edges, and of the text the words that point at one.",
)
_SPACE = "http://graphml.graphdrawing.org/xmlns"


def _write(telegrams: Iterator[Filed], out: BinaryIO, job: Job) -> None:
    with ties_of(telegrams) as ties, etree.xmlfile(out, encoding="utf-8") as file:
        file.write_declaration()
        with file.element("graphml", nsmap={None: _SPACE}):
            _write_graph(file, ties, job)


def _write_graph(file: etree._IncrementalFileWriter, ties: Ties, job: Job) -> None:
    for name in FACTS:
        file.write(
            etree.Element("key", {"id": name, "for": "node", "attr.name": name, "attr.type": "string"})
        )
    file.write(
        etree.Element("key", {"id": "kind", "for": "edge", "attr.name": "kind", "attr.type": "string"})
    )
    with file.element("graph", {"id": "telegrams", "edgedefault": "directed"}):
        for nodes in (ties.exported(), ties.others(job.archive)):
            for node in nodes:
                file.write(_node(node, job))
        for edge in ties.edges():
            element = etree.Element("edge", {"source": edge.citing, "target": edge.cited})
            etree.SubElement(element, "data", {"key": "kind"}).text = edge.kind
            file.write(element)


def _node(node: Node, job: Job) -> etree._Element:
    element = etree.Element("node", {"id": node.key})
    for name in FACTS:
        value = getattr(node, name)
        if value:
            etree.SubElement(element, "data", {"key": name}).text = printable(value, job)
    return element


FORMAT = StreamFormat(
    name="graphml",
    title="who cites whom, as a graph in GraphML",
    extension=".graphml",
    carries=CARRIED,
    remarks=REMARKS,
    write=_write,
)
