"""措辞: texts for people, in Chinese with the English beside it, and the errors that speak them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final, Literal, Self, TypeAlias, TypeVar

import attrs

T = TypeVar("T")

Language: TypeAlias = Literal["zh", "en"]
"""语言: Chinese or English."""

LANGUAGE_TAGS: Final[dict[Language, str]] = {"zh": "zh-CN", "en": "en-GB"}
"""How files name a language."""

_UNSEEN: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\ufffe\uffff\U000e0000-\U000e007f]"
)
"""Controls, marks of direction, what has no width, ends of lines, halves of a surrogate pair."""


class Words(str):
    """措辞: a Chinese text that is a plain `str` to whoever does not ask; `en` says the same in English.

    >>> empty = Words("文件是空的", "the file is empty")
    >>> empty, empty.en
    ('文件是空的', 'the file is empty')
    """

    __slots__ = ("en",)

    en: str

    def __new__(cls, zh: str, en: str) -> Self:
        """Both languages are written in one place, so that neither is forgotten when the other changes."""
        words = super().__new__(cls, zh)
        words.en = en
        return words

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]  # typeshed: a plain str has one argument
        """Both texts survive pickling and copying."""
        return str(self), self.en


class Bilingual:
    """双语: a value that says itself in Chinese or English; `str` is the Chinese."""

    __slots__ = ()

    def say(self, language: Language = "zh") -> str:
        """What it says, in Chinese or English."""
        raise NotImplementedError

    def __str__(self) -> str:
        return self.say()


def english(text: str) -> str:
    """The English of a text that has one; any other text as it stands (a name, a header word, another's message)."""
    return text.en if isinstance(text, Words) else text


class TrafficlightError(Exception):
    """Root of every error that this library raises on purpose. A copy or a pickle keeps every attribute."""

    def say(self, language: Language = "zh") -> str:
        """What is wrong, in Chinese (as `str` has it), or in English where the error has words of both."""
        return said(self.args[0], language) if self.args else ""

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle without calling `__init__`, which takes other arguments than the message that Python keeps."""
        return _revived, (type(self), self.args), self.__dict__


def _revived(cls: type[TrafficlightError], args: tuple[Any, ...]) -> TrafficlightError:
    """An error with its message; pickle adds the attributes."""
    return cls.__new__(cls, *args)


class BilingualError(TrafficlightError):
    """双语错误: an error made from its message, in Chinese and in English, or in one `Words` that holds both."""

    def __init__(self, zh: str, en: str = "") -> None:
        super().__init__(Words(zh, en) if en else zh)


class WrongValue(BilingualError, ValueError):
    """取值不当: a value that cannot be, refused when it is made: an empty name, a limit above another."""


def in_english(language: str) -> bool:
    """Whether the language is English. Raises `WrongValue` for one that is neither Chinese nor English."""
    if language not in ("zh", "en"):
        raise WrongValue(
            f"语言应为 'zh'（中文）或 'en'（英文），而不是 {language!r}",
            f"the language is 'zh' (Chinese) or 'en' (English), not {language!r}",
        )
    return language == "en"


def both(zh: str, en: str) -> dict[str, str]:
    """A text in both languages as plain data, by language; half a surrogate pair is written out."""
    return {"zh": portable(zh), "en": portable(en)}


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun in English, one or more: “1 fault”, “2 faults”; `plural` where it is not made by an s.

    >>> counted(1, "fault"), counted(2, "fault"), counted(0, "entry", "entries")
    ('1 fault', '2 faults', '0 entries')
    """
    return f"{number} {noun if number == 1 else plural or f'{noun}s'}"


def portable(text: str) -> str:
    r"""The text as a file of JSON can hold it: half a surrogate pair is written out as \udXXX."""
    return str(text).encode("utf-8", "backslashreplace").decode("utf-8")


def legible(text: str) -> str:
    r"""The text as one line that shows all that is in it: a line break, a control, what hides or turns its neighbours is escaped.

    Names of files, sheets and parts come from anybody, and are printed in lines for clerks and in logs.

    >>> legible("重点\n工作\u202excod.x")
    '重点\\n工作\\u202excod.x'
    """
    return text if text.isprintable() else _UNSEEN.sub(lambda one: one[0].encode("unicode_escape").decode(), text)


def said(text: str, language: Language) -> str:
    """The text in Chinese or English."""
    return english(text) if in_english(language) else text


def labelled(label: str, text: str, language: Language) -> str:
    """A label and the text after it: “包保领导：甲”, “Leader: Gray”."""
    return f"{label}: {text}".rstrip() if in_english(language) else f"{label}：{text}"


def joined(texts: Iterable[str], language: Language) -> str:
    """Names one after the other: 甲、乙; A, B."""
    return (", " if in_english(language) else "、").join(texts)


def bracketed(text: str, language: Language) -> str:
    """What follows a name in brackets: （甲）, with a blank before the English ones; nothing for nothing."""
    return "" if not text else f" ({text})" if in_english(language) else f"（{text}）"


def spoken(words: T, language: Language) -> T:
    """An attrs value of words in a language: each text that has an English is said in it; what a host wrote stays.

    >>> import attrs
    >>> Labels = attrs.make_class("Labels", {"note": attrs.field(default=Words("备注：", "Note: "))})
    >>> spoken(Labels(), "en").note, spoken(Labels("注："), "en").note
    ('Note: ', '注：')
    """
    if not in_english(language):
        return words
    value: Any = words
    texts = {at.name: _spoken(getattr(value, at.name), language) for at in attrs.fields(type(value)) if at.init}
    made: T = attrs.evolve(value, **texts)
    return made


def _spoken(value: object, language: Language) -> object:
    if isinstance(value, Words):
        return said(value, language)
    if isinstance(value, tuple) and any(isinstance(one, Words) for one in value):
        return tuple(_spoken(one, language) for one in value)
    return value
