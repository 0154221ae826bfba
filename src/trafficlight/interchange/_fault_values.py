"""来件的错误 ↔ JSON: a fault is written as its own plain data (`Fault.to_data`), and read back as the fault that says the same."""

from __future__ import annotations

from typing import Any, Final

from attrs import frozen
from cattrs import Converter

from trafficlight.errors import AmbiguousTheme, CellFault, Fault, FileFault, HeaderFault, InternalFault, MissingTheme
from trafficlight.interchange._misfits import one_of
from trafficlight.interchange._plain_types import origin_of
from trafficlight.messages import Words, both, portable

_KINDS: Final[dict[str, type[Fault]]] = {
    one.kind: one for one in (Fault, FileFault, MissingTheme, InternalFault, HeaderFault, AmbiguousTheme, CellFault)
}
_OWN: Final[dict[type[Fault], tuple[str, ...]]] = {
    MissingTheme: ("theme", "title", "steward"),
    InternalFault: ("code",),
}
"""What a class keeps beside what its message says."""


@frozen
class FaultTable:
    """来件错误的键: a fault as it is written."""

    kind: str
    file: str
    message: str
    sheet: str | None = None
    row: int | None = None
    column: int | None = None
    cell: str | None = None
    header: str | None = None
    value: Any = None
    expected: str | None = None
    nearest: str | None = None
    candidates: tuple[str, ...] | None = None
    theme: str = ""
    title: str = ""
    steward: str = ""
    code: str = ""

    def fault(self) -> Fault:
        """The fault of its kind."""
        cl = _KINDS[self.kind]
        if cl is MissingTheme:
            return MissingTheme(self.title, theme=self.theme, steward=self.steward)
        if cl is CellFault:
            return CellFault(
                file=self.file,
                sheet=self.sheet or "",
                row=self.row or 0,
                column=self.column or 0,
                cell=self.cell or "",
                header=self.header or "",
                value=self.value,
                expected=self.expected or "",
                nearest=self.nearest,
            )
        made = cl.__new__(cl)
        at = {"sheet": self.sheet, "row": self.row, "column": self.column, "cell": self.cell}
        Fault.__init__(made, self.message, file=self.file, expected=self.expected or "", **at)  # type: ignore[arg-type]  # by name
        if isinstance(made, AmbiguousTheme):
            made.candidates = self.candidates or ()
        if isinstance(made, InternalFault):
            made.code = self.code
        return made


def _both(text: str) -> Any:
    """A text as it stands, in both languages where it has them."""
    if isinstance(text, Words):
        return both(text, text.en)
    return portable(text) if text else None


def register_faults(converter: Converter) -> None:
    """Teach a converter the faults of a reading."""

    def write(fault: Fault) -> dict[str, Any]:
        own: dict[str, Any] = {name: getattr(fault, name) for name in _OWN.get(type(fault), ())}
        own["expected"] = _both(fault.expected)
        if isinstance(fault, CellFault):
            own["header"] = _both(fault.header)
        return fault.to_data() | own

    def read(value: Any, into: Any) -> Fault:
        table = converter.structure(value, FaultTable)
        allowed = [kind for kind, cl in _KINDS.items() if issubclass(cl, origin_of(into))]
        if table.kind not in allowed:
            raise one_of(allowed, table.kind)
        return table.fault()

    def is_fault(cl: Any) -> bool:
        return isinstance(cl, type) and issubclass(cl, Fault)

    converter.register_unstructure_hook_func(is_fault, write)
    converter.register_structure_hook_func(is_fault, read)
