"""规范用语: words that stand for values, and the other wordings by which offices mean the same."""

from __future__ import annotations

import difflib
import enum
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from typing import Final, Generic, TypeVar

from attrs import evolve, field, frozen

from trafficlight.errors import UnknownName, UnreadableCell, WrongValue
from trafficlight.messages import Words
from trafficlight.model._checks import StringSet, few, not_empty, strings
from trafficlight.model._field_types import typed

T = TypeVar("T")
_STOPS: Final = "。.;,、"
_SIMPLER: Final = str.maketrans(
    "號項務標進況評價負責來備註單內總體時門類別認爭擬數稱領導資開幫訴牽頭縣區審計績點創結專實現處屬議辦聯繫電話報課審無為與於"
    "東廠長鄉鎮莊園醫學財國場車農業發黨紀監執設環規劃運輸氣熱電橋線隊衛寧龍興慶陽陰遠達廣萬華機關經濟質應調檔鐵島灣濱圖書館",
    "号项务标进况评价负责来备注单内总体时门类别认争拟数称领导资开帮诉牵头县区审计绩点创结专实现处属议办联系电话报课审无为与于"
    "东厂长乡镇庄园医学财国场车农业发党纪监执设环规划运输气热电桥线队卫宁龙兴庆阳阴远达广万华机关经济质应调档铁岛湾滨图书馆",
)
_DENYING: Final = re.compile("[尚还仍暂并]?([未不没非拟]|基本)")
"""未完工, 基本完工: not what the word behind it says."""


def fold(text: str) -> str:
    """Fold full-width forms and drop all white space: how a word typed by a clerk is compared, never how it is kept."""
    if text.isascii():
        return "".join(text.split())
    joined = "".join(unicodedata.normalize("NFKC", text).split())
    return unicodedata.normalize("NFKC", joined)  # a mark may have come to stand beside its letter


def has_marks(text: str) -> bool:
    """Whether a text has a footnote's mark, a power or a fraction: ① ² ½. NFKC makes digits of them, which nobody typed."""
    return not text.isascii() and any(unicodedata.category(one) == "No" for one in text)


def simpler(word: str) -> str:
    """The word with the traditional characters of forms and units' names written as the forms write them."""
    return word.translate(_SIMPLER)


def quoted(header: str) -> str:
    """A header as a sentence quotes it: on one line; an English one keeps the blanks between its words."""
    return " ".join(header.split()) if header.isascii() else fold(header)


def folded(words: StringSet) -> frozenset[str]:
    """A set of words as they are compared. Raises `TypeError` for a single word."""
    return frozenset(map(fold, strings(words)))


def nearest(text: str, words: Iterable[str]) -> str | None:
    """The nearest allowed word; None if no word is near enough, and none that says the opposite: 完工 of 未完工.

    >>> nearest("城東水廠", ["城西水厂", "城东水厂"]), nearest("未完工", ["完工", "停工"])
    ('城东水厂', None)
    """
    folded_text = simpler(fold(text))
    if denied := _DENYING.match(folded_text):
        words = [word for word in words if denied[1] in word]
    length, characters = len(folded_text), set(folded_text)
    # half of both taken together cannot be alike past three times the length, or without a character in common: spares
    # most texts the comparison
    near = [word for word in words if length <= 3 * len(word) <= 9 * length and not characters.isdisjoint(word)]
    close = difflib.get_close_matches(folded_text, near, n=1, cutoff=0.5) if near else ()
    return close[0] if close else None


def one_of(words: Collection[str]) -> Words:
    """“ 已办结、正常推进 之一”: the words that are allowed, as they follow “应为”."""
    return Words(f" {'、'.join(words)} 之一", f"one of {', '.join(words)}")


def _pairs(words: Mapping[str, T] | Iterable[tuple[str, T]]) -> tuple[tuple[str, T], ...]:
    return tuple(words.items() if isinstance(words, Mapping) else words)


@frozen(field_transformer=typed)
class Vocabulary(Generic[T]):
    """规范用语表: the allowed words of a column and their values, with an alias table that an agency extends (§3.12).

    `words` are printed and allowed; `aliases` are only understood. Comparison folds white space and full-width forms,
    and a stop behind a word is forgiven.
    Raises `ValueError` when one wording stands for two values, or an alias for a value that no word prints.

    >>> progress = PROGRESS.with_aliases({"完成": Progress.DONE})
    >>> progress.parse("完 成"), progress.word(Progress.DONE), progress.allowed
    (<Progress.DONE: '已办结'>, '已办结', ('已办结', '正常推进', '推进缓慢', '严重滞后'))
    """

    name: str = field(validator=not_empty)
    words: tuple[tuple[str, T], ...] = field(converter=_pairs)
    aliases: tuple[tuple[str, T], ...] = field(default=(), converter=_pairs)
    _index: dict[str, T] = field(init=False, eq=False, repr=False, hash=False)

    @_index.default
    def _make_index(self) -> dict[str, T]:
        index: dict[str, T] = {}
        for word, value in (*self.words, *self.aliases):
            if not fold(word):
                raise WrongValue(
                    f"{self.name}：用语不能为空；空白单元格由栏目决定",
                    f"{self.name}: a word must not be empty; a blank cell is a matter of the column",
                )
            if index.setdefault(fold(word), value) != value:
                raise WrongValue(f"{self.name}：“{word}”代表两个值", f"{self.name}: “{word}” stands for two values")
        printed = [value for _, value in self.words]
        for word, value in self.aliases:
            if value not in printed:
                raise WrongValue(
                    f"{self.name}：“{word}”所代表的 {value!r} 没有规范用语，印不出来",
                    f"{self.name}: “{word}” stands for {value!r}, for which there is no word to print",
                )
        return index

    @property
    def allowed(self) -> tuple[str, ...]:
        """The words that may be printed, in order."""
        return tuple(word for word, _ in self.words)

    def __repr__(self) -> str:
        return f"Vocabulary({self.name!r}, {few(self.allowed)})"

    def parse(self, text: str) -> T:
        """The value of a word or alias. Raises `UnreadableCell` with the allowed words and the nearest one."""
        folded = fold(text)
        try:
            return self._index[folded if folded in self._index else folded.rstrip(_STOPS)]
        except KeyError:
            allowed = self.allowed
            raise UnreadableCell(one_of(allowed), nearest(text, allowed)) from None

    def knows(self, text: str) -> bool:
        """Whether a text is one of the words or aliases."""
        return fold(text) in self._index

    def word(self, value: T) -> str:
        """The word that is printed for a value. Raises `UnknownName` for a value without one."""
        for word, have in self.words:
            if have == value:
                return word
        raise UnknownName(Words(f"{self.name}的用语", f"the vocabulary {self.name}"), str(value), self.allowed)

    def with_aliases(self, aliases: Mapping[str, T]) -> Vocabulary[T]:
        """The same words, understood under more wordings."""
        return evolve(self, aliases=(*self.aliases, *aliases.items()))


class Progress(enum.Enum):
    """进度评价, the four of annex 2."""

    DONE = "已办结"
    ON_TRACK = "正常推进"
    SLOW = "推进缓慢"
    SEVERELY_DELAYED = "严重滞后"


PROGRESS: Final = Vocabulary(
    "进度评价",
    [(progress.value, progress) for progress in Progress],
    {
        "已完成": Progress.DONE,
        "办结": Progress.DONE,
        "正常进行": Progress.ON_TRACK,
        "进展缓慢": Progress.SLOW,
    },
)
"""The words of annex 2 and the other known wordings (§3.12); extend with `with_aliases`."""
