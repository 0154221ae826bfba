"""The engines on which frames are tried: each makes a frame of plain rows, and plain rows of a frame.

Those of one process are tried in the usual run; with TRAFFICLIGHT_ENGINES=clusters in the environment Dask and PySpark are,
both on this machine.
"""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import narwhals as nw
import pandas as pd
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


def _arrow(made: pa.Table) -> pd.DataFrame:
    return made.to_pandas(types_mapper=pd.ArrowDtype)


def _in_one_process() -> dict[str, Callable[[pa.Table], Any]]:
    import duckdb
    import polars as pl

    return {
        "polars": pl.DataFrame,
        "polars, lazy": pl.LazyFrame,
        "pandas": _pandas,
        "pandas of Arrow": _arrow,
        "DuckDB": duckdb.from_arrow,
    }


def _on_clusters() -> dict[str, Callable[[pa.Table], Any]]:
    import dask.dataframe

    return {
        "Dask": lambda made: dask.dataframe.from_pandas(_pandas(made), npartitions=2),
        "PySpark": lambda made: _spark().createDataFrame(made),
    }


@functools.cache
def _spark() -> Any:
    """A session on this machine."""
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    # A few rows need no second partition, no generated code, and no second plan.
    settings = {
        "spark.sql.shuffle.partitions": 1,
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.adaptive.enabled": "false",
        "spark.ui.enabled": "false",
    }
    return SparkSession.builder.master("local[1]").config(map=settings).getOrCreate()


CLUSTERS: Final = os.environ.get("TRAFFICLIGHT_ENGINES") == "clusters"
ENGINES: Final = _on_clusters() if CLUSTERS else _in_one_process()


def rows_of(frame: Any, *order: str) -> list[dict[str, Any]]:
    """A frame's rows, in the order of some of its columns."""
    found = nw.from_native(frame).lazy().collect("pyarrow").to_native().to_pylist()
    return sorted(found, key=lambda row: tuple(row[name] for name in order))
