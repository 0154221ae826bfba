"""责任单位与配合单位: units as a list of names; where some of them only take part, as a table of both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from attrs import frozen
from cattrs import Converter

from trafficlight.model._units import JointUnits, Unit

UNITS: Final = tuple[Unit, ...]


@frozen
class PartedUnits:
    """The table: those that answer for an item, and those that take part (配合)."""

    units: tuple[Unit, ...]
    partners: tuple[Unit, ...]

    def __attrs_post_init__(self) -> None:
        self.together()  # what it refuses is a fault of this table, with its place

    def together(self) -> JointUnits:
        """The value."""
        return JointUnits(self.units, self.partners)


def register_units(converter: Converter) -> None:
    """Teach the converter both shapes; it knows a unit and a list already."""
    read_list, write_list = converter.get_structure_hook(UNITS), converter.get_unstructure_hook(UNITS)

    def read(value: Any, _into: Any) -> tuple[Unit, ...]:
        if isinstance(value, Mapping):
            return converter.structure(value, PartedUnits).together()
        units: tuple[Unit, ...] = read_list(value, UNITS)
        return units

    def write(units: tuple[Unit, ...]) -> Any:
        if not isinstance(units, JointUnits):
            return write_list(units)
        return {"units": write_list(tuple(units)), "partners": write_list(units.partners)}

    converter.register_structure_hook_func(lambda into: into in (UNITS, JointUnits), read)
    converter.register_unstructure_hook_func(lambda into: into in (UNITS, JointUnits), write)
