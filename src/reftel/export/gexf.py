"""GEXF: the same graph for Gephi."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from reftel.archive import Filed
from reftel.export.format import Job, StreamFormat
from reftel.export.graphml import CARRIED, FACTS, REMARKS
from reftel.export.letters import printable
from reftel.export.ties import Edge, Node, Ties, ties_of

_SPACE = "http://gexf.net/1.3"


def _write(telegrams: Iterator[Filed], out: BinaryIO, job: Job) -> None:
    with ties_of(telegrams) as ties, etree.xmlfile(out, encoding="utf-8") as file:
        file.write_declaration()
        with (
            file.element("gexf", {"version": "1.3"}, nsmap={None: _SPACE}),
            file.element("graph", {"defaultedgetype": "directed", "mode": "static"}),
        ):
            _write_graph(file, ties, job)


def _write_graph(file: etree._IncrementalFileWriter, ties: Ties, job: Job) -> None:
    file.write(_attributes("node", FACTS))
    file.write(_attributes("edge", ("kind",)))
    with file.element("nodes"):
        for nodes in (ties.exported(), ties.others(job.archive)):
            for node in nodes:
                file.write(_node(node, job))
    with file.element("edges"):
        for number, edge in enumerate(ties.edges()):
            file.write(_edge(number, edge))


def _attributes(of: str, names: tuple[str, ...]) -> etree._Element:
    element = etree.Element("attributes", {"class": of})
    for name in names:
        etree.SubElement(element, "attribute", {"id": name, "title": name, "type": "string"})
    return element


def _node(node: Node, job: Job) -> etree._Element:
    element = etree.Element("node", {"id": node.key, "label": node.mrn or node.key})
    values = etree.SubElement(element, "attvalues")
    for name in FACTS:
        value = getattr(node, name)
        if value:
            etree.SubElement(values, "attvalue", {"for": name, "value": printable(value, job)})
    return element


def _edge(number: int, edge: Edge) -> etree._Element:
    element = etree.Element("edge", {"id": str(number), "source": edge.citing, "target": edge.cited})
    values = etree.SubElement(element, "attvalues")
    etree.SubElement(values, "attvalue", {"for": "kind", "value": edge.kind})
    return element


FORMAT = StreamFormat(
    name="gexf",
    title="who cites whom, as a graph in GEXF (Gephi)",
    extension=".gexf",
    carries=CARRIED,
    remarks=REMARKS,
    write=_write,
)
