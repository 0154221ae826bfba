"""一览表 (text tables): rows of text for people, which become a workbook, a document or a web page."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import field, frozen

from trafficlight.errors import WrongValue
from trafficlight.messages import Language, counted
from trafficlight.model._field_types import typed


def _texts(rows: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row) for row in rows)


@frozen(field_transformer=typed)
class TextTable:
    """一览表: a title, header words, rows of text; `widths` are shares of the page. `language` is that of its words.

    `trafficlight.sheets.text_workbook` makes a workbook of such tables, `trafficlight.documents.text_document` a document or
    a web page. Raises `ValueError` for a row that does not have one text a column.

    >>> TextTable("未报", ("专题", "牵头科室"), [("招商引资", "办公室")]).rows
    (('招商引资', '办公室'),)
    """

    title: str
    header: tuple[str, ...] = field(converter=tuple[str, ...])
    rows: tuple[tuple[str, ...], ...] = field(default=(), converter=_texts)
    widths: tuple[float, ...] = field(default=(), converter=tuple[float, ...])
    language: Language = "zh"

    def __attrs_post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.header):
                raise WrongValue(
                    f"{self.title}：表有 {len(self.header)} 栏，一行却有 {len(row)} 个文字：{row}",
                    f"{self.title}: a row has {counted(len(row), 'text')} for {counted(len(self.header), 'column')}: {row}",
                )
        if self.widths and len(self.widths) != len(self.header):
            raise WrongValue(
                f"{self.title}：{len(self.header)} 栏却给了 {len(self.widths)} 个宽度",
                f"{self.title}: {counted(len(self.widths), 'width')} for {counted(len(self.header), 'column')}",
            )

    @property
    def shares(self) -> tuple[float, ...]:
        """The widths, equal ones where none are given."""
        return self.widths or (1.0,) * len(self.header)
