"""The engines on which frames are tried in the usual run: each makes a frame of plain rows, and plain rows of a frame."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import duckdb
import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa

Rows = Sequence[Mapping[str, Any]]
_TYPES: Final = {str: pa.string(), int: pa.int64(), bool: pa.bool_(), float: pa.float64()}


def table(rows: Rows, columns: Mapping[str, type]) -> pa.Table:
    """Rows as a table with the columns' types, also where there is no row, or nothing in a column."""
    schema = pa.schema([(name, _TYPES[kind]) for name, kind in columns.items()])
    return pa.Table.from_pylist([{name: row.get(name) for name in columns} for row in rows], schema=schema)


def _pandas(made: pa.Table) -> pd.DataFrame:
    """A frame of pandas' own types; yes or no with gaps has one, too, where it is asked for."""
    frame = made.to_pandas()
    gaps = [name for name, kind in zip(made.column_names, made.schema.types, strict=True) if kind == pa.bool_()]
    return frame.astype(dict.fromkeys(gaps, "boolean"))


ENGINES: Final[Mapping[str, Callable[[pa.Table], Any]]] = {
    "polars": pl.DataFrame,
    "polars, lazy": pl.LazyFrame,
    "pandas": _pandas,
    "pandas of Arrow": lambda made: made.to_pandas(types_mapper=pd.ArrowDtype),
    "DuckDB": duckdb.from_arrow,
}


def rows_of(frame: Any, *order: str) -> list[dict[str, Any]]:
    """A frame's rows, in the order of some of its columns."""
    found = nw.from_native(frame).lazy().collect("pyarrow").to_native().to_pylist()
    return sorted(found, key=lambda row: tuple(row[name] for name in order))
