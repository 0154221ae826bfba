"""汇编用语: the words of a compendium that are the house's own, as a value, so that an agency writes and numbers as it does."""

from __future__ import annotations

from attrs import field, frozen


def _orders(given: object) -> tuple[str, ...]:
    return tuple(given)  # type: ignore[arg-type]  # attrs hands over what the caller gave: a string or a sequence


@frozen(kw_only=True)
class CompendiumWords:
    """汇编用语: what is in braces is filled in.

    `title`   cover, knows {system} and {year}; `period` {period}; `date` {year} and {month}; `contents` its title.
    `orders`  the numbers of the parts, in order; after the last come digits.
    `part`    a part's title and its line in the contents: {order} and {part}.
    `entry`   an article's line in the contents: {number} within its part, {unit}, {title} and {article} (“单位：题目”).
    `unit`    the line above an article's title: {unit}.
    """

    title: str = "{system}重点工作\n{year}年推进落实经验做法汇编"
    period: str = "（{period}）"
    date: str = "{year}年{month}月"
    contents: str = "目　　录"
    orders: tuple[str, ...] = field(default=tuple("一二三四五六七八九十"), converter=_orders)
    part: str = "{order}、{part}"
    entry: str = "{number}.{article}"
    unit: str = "{unit}："

    def order(self, number: int) -> str:
        """The number of a part, from 1."""
        return self.orders[number - 1] if number <= len(self.orders) else str(number)
