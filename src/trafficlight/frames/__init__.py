"""数据框: lights, counts, places and movement in whatever engine holds the rows, lazily where it is lazy.

Needs the extra `frames` (narwhals); each function takes and returns a frame of polars, pandas, DuckDB, Dask or PySpark (others
that narwhals knows may work, but are not tested).
A theme can be rated so if its rule is a `trafficlight.rules.DecisionTable`: all status themes of the notice are, and its
recognition themes, from counted columns. Any other theme raises an error; a frame never gives another light than `rate`.

A frame has lights, scores and clauses. Explanations, flags and past periods belong to single ratings, which it does not make.
"""

from trafficlight.frames._columns import determination_rows, unit_rows
from trafficlight.frames._lights import absent, determined, grouped, lit, tallied
from trafficlight.frames._placing import moved, placed

__all__ = ["absent", "determination_rows", "determined", "grouped", "lit", "moved", "placed", "tallied", "unit_rows"]
