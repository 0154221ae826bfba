"""出口的错误: JSON that does not fit, documents that cannot be built, programs and libraries that are not there."""

from __future__ import annotations

from collections.abc import Sequence

from trafficlight.errors.root import TrafficlightError


class InterchangeError(TrafficlightError, ValueError):
    """JSON that does not fit its type; `problems` are (path, what is wrong), all at once."""

    def __init__(self, source: str, problems: Sequence[tuple[str, str]]) -> None:
        super().__init__(
            "\n".join([f"{source}：{len(problems)} 处错误", *(f"  {path}：{what}" for path, what in problems)])
        )
        self.source = source
        self.problems: tuple[tuple[str, str], ...] = tuple(problems)


class AgencyFileError(InterchangeError):
    """An agency's TOML file with faults; each path is a path in the file (`boards[0].units[3].name`)."""


class DocumentError(TrafficlightError, ValueError):
    """A document that cannot be built or written."""


class UnprintableText(DocumentError):
    """Text that no Word or Excel file can hold: control characters, lone surrogates."""

    def __init__(self, text: str, position: int) -> None:
        super().__init__(
            f"文字含有不能写入文档的字符 U+{ord(text[position]):04X}（第 {position + 1} 个字符）：{text!r}"
        )
        self.text = text
        self.position = position


class SubmissionRefused(DocumentError):
    """拒收: a .docx that a unit sent in and that cannot be taken into a compendium (N3).

    Attributes: `file`, `reason` (one of `trafficlight.documents.Reason`) and `detail`, in plain Chinese.
    """

    def __init__(self, file: str, reason: str, detail: str) -> None:
        super().__init__(f"{file}：{detail}" if file else detail)
        self.file = file
        self.reason = reason
        self.detail = detail


class NoProvenance(DocumentError, LookupError):
    """无出处: a .docx that does not say from which input, rulebook and version it was made."""


class NotSignedOff(DocumentError):
    """未审签: a reminder letter was asked for that no leader has signed off (N2.3). `unit` is whose letter it is."""

    def __init__(self, unit: str, problem: str = "没有局领导审签") -> None:
        super().__init__(f"发给“{unit}”的提醒函{problem}，不能制发：请先送审签单")
        self.unit = unit
        self.problem = problem


class OfficeMissing(DocumentError):
    """缺少 LibreOffice: the program that lays documents out is not there. `office` is the name that was looked for."""

    def __init__(self, office: str) -> None:
        super().__init__(f"找不到 LibreOffice（{office}）：请安装，或以 office= 给出 soffice 的路径")
        self.office = office


class OfficeFailed(DocumentError):
    """LibreOffice 未能完成: it took too long, or left no whole result. `said` is what it printed."""

    def __init__(self, problem: str, said: str = "") -> None:
        super().__init__(f"LibreOffice {problem}" + (f"：{said}" if said else ""))
        self.problem = problem
        self.said = said


class ExtraMissing(TrafficlightError, ImportError):
    """缺少附加组件: a library that only this job needs is not installed. `package` and `extra` name it."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(f"缺少 {package}：请安装 trafficlight-rules[{extra}]")
        self.package = package
        self.extra = extra

    def __reduce__(self) -> tuple[type[ExtraMissing], tuple[str, str]]:
        """An `ImportError` keeps its message beside its arguments: it is made anew."""
        return type(self), (self.package, self.extra)
