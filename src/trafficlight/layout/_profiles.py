"""版式 (profiles): the types in which a profile says how a document looks, an agency's own head among them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, TypeAlias

from attrs import evolve, field, frozen

from trafficlight.errors import DocumentError, WrongType
from trafficlight.layout._keys import Align, Face, Orientation, changed, optional_colour
from trafficlight.messages import LANGUAGE_TAGS, Language, Words, spoken
from trafficlight.model._checks import other_type
from trafficlight.model._colours import hex_colour
from trafficlight.model._field_types import typed

FIELDS: Final = ("发文机关标志", "发文字号", "签发人", "份号", "密级", "紧急程度")
"""版头字段: the names that a template may have in braces, “{发文字号}”; the document's `RedHead` fills them in."""


@frozen(field_transformer=typed)
class HeadTemplate:
    """版头模板: the content of an agency's own head, and its styles; `head_template` reads one.

    `body` and `styles` are XML of WordprocessingML, checked and cleaned; `fields` are those of `FIELDS` that it fills in.
    """

    body: str = field(repr=False)
    styles: str = field(repr=False)
    fields: tuple[str, ...] = ()


POINTS: Final[Mapping[str, float]] = {
    "初号": 42,
    "小初": 36,
    "一号": 26,
    "小一": 24,
    "二号": 22,
    "小二": 18,
    "三号": 16,
    "小三": 15,
    "四号": 14,
    "小四": 12,
    "五号": 10.5,
    "小五": 9,
}
"""字号: the sizes that Chinese offices call by name, in points."""


@frozen(field_transformer=typed)
class Font:
    """字体: the fonts for Chinese characters and for digits and Latin letters, and a fallback where they are missing."""

    chinese: str
    latin: str
    fallback: str = ""


@frozen(field_transformer=typed)
class Fonts:
    """字体表: the font behind each `Face`."""

    xiaobiaosong: Font = Font("方正小标宋简体", "方正小标宋简体", "宋体")
    fangsong: Font = Font("仿宋_GB2312", "Times New Roman", "仿宋")
    kai: Font = Font("楷体_GB2312", "Times New Roman", "楷体")
    hei: Font = Font("黑体", "黑体", "SimHei")
    song: Font = Font("宋体", "宋体", "SimSun")

    __repr__ = changed

    def of(self, face: Face) -> Font:
        """The font of a face."""
        found: Font = getattr(self, face)
        return found


_SERIF: Final = Font("Times New Roman", "Times New Roman", "Liberation Serif")
_SANS: Final = Font("Arial", "Arial", "Liberation Sans")
LATIN_FONTS: Final = Fonts(xiaobiaosong=_SANS, fangsong=_SERIF, kai=_SERIF, hei=_SANS, song=_SERIF)
"""The faces of papers in a language of Latin letters."""


@frozen(kw_only=True, field_transformer=typed)
class Page:
    """版面 (GB/T 9704 §5): A4, 版心 156×225 mm, 22 lines of 28 characters.

    37/35/28/26 with an exact pitch of 28.95 pt and characters drawn 0.25 pt closer gives 22 × 28 (measured).
    `mirrored` swaps left and right margins on even pages, for two-sided print.
    """

    width: float = 210
    height: float = 297
    top: float = 37
    bottom: float = 35
    left: float = 28
    right: float = 26
    line_pitch: float = 28.95
    header_distance: float = 15
    footer_distance: float = 25.1
    mirrored: bool = False

    __repr__ = changed

    @property
    def text_width(self) -> float:
        """版心宽: the width of the text, in millimetres."""
        return self.width - self.left - self.right

    @property
    def text_height(self) -> float:
        """版心高: the height of the text, in millimetres."""
        return self.height - self.top - self.bottom

    def oriented(self, orientation: Orientation) -> Page:
        """The page as a section turns it: landscape is the sheet turned clockwise, so that its binding edge comes to the top (§8)."""
        if orientation == "portrait":
            return self
        return evolve(
            self,
            width=self.height,
            height=self.width,
            top=self.left,
            right=self.top,
            bottom=self.right,
            left=self.bottom,
            header_distance=min(self.header_distance, self.left / 2),
            footer_distance=self.right / 2,
        )


@frozen(kw_only=True, field_transformer=typed)
class StyleRule:
    """样式: how the paragraphs of one style look.

    `name`     what Word's list of styles shows.
    `line`     exact line pitch in points; `None` takes the page's.
    `before`, `after`  space in lines of that pitch.
    `first_indent`, `left`, `right`  in 字; a negative `first_indent` hangs.
    `spacing`  added between characters, in points.
    `outline`  level in the outline, 1 to 9.
    `leader`   a right tab at the text's edge with a dot leader (目录).
    """

    name: str
    face: Face = "fangsong"
    size: float = 16
    align: Align = "justify"
    line: float | None = None
    before: float = 0
    after: float = 0
    first_indent: float = 0
    left: float = 0
    right: float = 0
    spacing: float = 0
    bold: bool = False
    colour: str | None = None
    keep_next: bool = False
    on_grid: bool = True
    outline: int | None = None
    leader: bool = False

    __repr__ = changed


@frozen(kw_only=True, field_transformer=typed)
class TableLook:
    """表格样式: rules, padding and header ground of every grid; its type is that of `Style.TABLE_TEXT` and `TABLE_HEAD`.

    `rule` and `frame` are line weights in points; `padding` (at the sides), `padding_above` (and below) and `row_height`
    (at least) are millimetres.
    """

    rule: float = 0.5
    frame: float = 1
    rule_colour: str = field(default="000000", converter=hex_colour)
    header_fill: str | None = "F2F2F2"
    padding: float = 1.2
    padding_above: float = 0.7
    row_height: float = 8

    __repr__ = changed


RuleKind: TypeAlias = Literal["single", "double", "thick", "dotted", "dashed"]
"""线型: how a rule is drawn; of those that Word and LibreOffice draw alike."""


@frozen(kw_only=True, field_transformer=typed)
class RedHeadLook:
    """版头 (§7.2): where mark, number and rule stand. Their type is that of `Style.ORGAN_MARK` and `DOCUMENT_NUMBER`.

    `mark_top`      millimetres from the top of the text to the upper edge of the mark.
    `corner_lines`  lines kept for 份号, 密级 and 紧急程度, used or not.
    `around`        blank lines above the number, and below the rule.
    `rule`, `rule_weight`, `rule_below`  the red rule: kind, points (0: no rule), millimetres below the number.
    `rule_colour`   where it is not the profile's red; the mark's own colour is its style's.
    `template`      版头模板: the agency's own head instead of all this (`head_template`).
    """

    mark_top: float = 35
    corner_lines: int = 3
    around: float = 2
    rule: RuleKind = "single"
    rule_weight: float = 2.25
    rule_below: float = 4
    rule_colour: str | None = field(default=None, converter=optional_colour)
    template: HeadTemplate | None = None

    __repr__ = changed


@frozen(kw_only=True, field_transformer=typed)
class LetterLook:
    """信函格式 (§10.1): places of the mark and the double rules in millimetres, weights of the rules in points.

    `mark_top` and `foot` are from the page's edges; the rules' `width` is centred on the page.
    """

    mark_top: float = 30
    rule_below: float = 4
    width: float = 170
    foot: float = 20
    thick: float = 2.25
    thin: float = 0.75
    rule_colour: str | None = field(default=None, converter=optional_colour)

    __repr__ = changed


@frozen(kw_only=True, field_transformer=typed)
class ColophonLook:
    """版记 (§7.4): weights of the first and last rule and of those between, in points; their colour."""

    thick: float = 1
    thin: float = 0.75
    colour: str | None = field(default=None, converter=optional_colour)

    __repr__ = changed


@frozen(kw_only=True, field_transformer=typed)
class ChartLook:
    """图表样式: colours of the axes and of the edges between pieces, and the gap between bars in per cent of a bar.

    Its type is that of `Style.TABLE_TEXT` and `CAPTION`; the pieces' colours are the marks'.
    """

    axis: str = field(default="BFBFBF", converter=hex_colour)
    edge: str = field(default="FFFFFF", converter=hex_colour)
    gap: int = 45

    __repr__ = changed


@frozen(kw_only=True, field_transformer=typed)
class Labels:
    """标签: the words before signers, attachments and copies (§7.2.6, §7.3.4, §7.4), and after the date of printing."""

    signers: str = Words("签发人：", "Signed by: ")
    attachments: str = Words("附件：", "Attachments: ")
    copies: str = Words("抄送：", "Copies to: ")
    printed: str = Words("印发", " (printed)")

    __repr__ = changed


@frozen(kw_only=True, field_transformer=typed)
class PageNumberLook:
    """页码 (§7.5): a dash each side; `indent` 字 in from the edge of the text; odd pages right, even pages left."""

    before: str = "— "
    after: str = " —"
    indent: float = 1

    __repr__ = changed


def _copied(styles: Mapping[str, StyleRule]) -> Mapping[str, StyleRule]:
    return dict(styles)


@frozen(kw_only=True, cache_hash=True, field_transformer=typed)
class OfficialProfile:
    """版式: everything that a writer asks about looks, in one value."""

    name: str
    page: Page = Page()
    fonts: Fonts = Fonts()
    styles: Mapping[str, StyleRule] = field(converter=_copied, hash=False)
    table: TableLook = TableLook()
    page_number: PageNumberLook = PageNumberLook()
    red: str = field(default="FF0000", converter=hex_colour)
    red_head: RedHeadLook = RedHeadLook()
    letter: LetterLook = LetterLook()
    colophon: ColophonLook = ColophonLook()
    chart: ChartLook = ChartLook()
    labels: Labels = Labels()
    language: Language = "zh"

    def __repr__(self) -> str:
        return f"<OfficialProfile {self.name}>"

    def style(self, key: str) -> StyleRule:
        """The rule of a style. Raises `DocumentError` for a key that the profile does not have."""
        found = self.styles.get(key)
        if found is None:
            raise DocumentError(
                f"版式“{self.name}”没有段落样式“{key}”；可用：{'、'.join(map(str, self.styles))}",
                f"the profile “{self.name}” has no style “{key}”; known: {', '.join(map(str, self.styles))}",
            )
        return found

    @property
    def language_tag(self) -> str:
        """“zh-CN”, “en-GB”: the language as a file names it."""
        return LANGUAGE_TAGS[self.language]

    def speaking(self, language: Language) -> OfficialProfile:
        """The same profile for papers in a language: labels, fonts and names of styles not set otherwise are that language's."""
        if language == self.language:
            return self
        fonts = LATIN_FONTS if self.fonts == Fonts() else self.fonts
        styles = {
            key: rule if rule.name.isascii() else evolve(rule, name=str(key).replace("_", " ").capitalize())
            for key, rule in self.styles.items()
        }
        return evolve(self, language=language, fonts=fonts, styles=styles, labels=spoken(self.labels, language))

    def restyled(self, **rules: StyleRule) -> OfficialProfile:
        """The same profile with some styles replaced or added, by key."""
        return evolve(self, styles={**self.styles, **rules})


def profile_in(profile: OfficialProfile, language: Language | None = None) -> OfficialProfile:
    """The profile that a builder was given, in the language of its paper. Raises `WrongType` for a part of one, such as a page."""
    given: Any = profile  # by whoever does not check types
    if not isinstance(given, OfficialProfile):
        allowed = Words(
            " OfficialProfile，如 evolve(OFFICIAL, page=Page(left=30))",
            "an OfficialProfile, such as evolve(OFFICIAL, page=Page(left=30))",
        )
        raise WrongType(other_type("profile=", allowed, given))
    return profile.speaking(language or profile.language)
