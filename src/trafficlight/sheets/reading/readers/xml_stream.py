"""流式读取: a part of XML read as it comes, without a tree: elements begin and end, and nothing is held but what is meant."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from trafficlight.ooxml.xml import parser
from trafficlight.sheets.reading.limits import Package

Attributes: TypeAlias = Mapping[Any, Any]
"""Of an element, by their names with namespace."""


class Target:
    """解析对象: what a parser tells of elements and text. Who derives from it says what to do where one begins and ends.

    While `skipping`, which counts the elements that are open, nothing is told.
    """

    def __init__(self) -> None:
        self.skipping: int = 0
        self.begin: dict[str | bytes, Callable[[Attributes], None]] = {}
        self.finish: dict[str | bytes, Callable[[], None]] = {}

    def is_unread(self, tag: str | bytes) -> bool:
        """Whether an element, with all in it, is passed over."""
        raise NotImplementedError

    def take(self, text: str) -> None:
        """Text, or white space between elements."""
        raise NotImplementedError

    def start(self, tag: str | bytes, attrib: Attributes) -> None:
        """An element begins."""
        if self.skipping:
            self.skipping += 1
        elif (do := self.begin.get(tag)) is not None:
            do(attrib)
        elif self.is_unread(tag):
            self.skipping = 1

    def end(self, tag: str | bytes) -> None:
        """An element ends."""
        if self.skipping:
            self.skipping -= 1
        elif (do := self.finish.get(tag)) is not None:
            do()

    def data(self, data: str | bytes) -> None:
        """The parser met text."""
        if not self.skipping:
            self.take(str(data))

    def comment(self, text: str | bytes) -> None:
        """No part of the text."""

    def close(self) -> None:
        """The end of the part."""


def feed(package: Package, part: str, target: Target) -> None:
    """Read a part into a target. Raises `FileFault` past a limit, and foreign errors for what is no XML."""
    reader, stream = parser(target=target), package.open(part)
    while block := stream.read():
        stream.held = 0  # no tree grows here
        package.meter.count(block.count(b"<"))  # a tag costs more than where C reads it
        reader.feed(block)
    reader.close()
