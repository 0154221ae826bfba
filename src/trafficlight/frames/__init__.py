"""数据框: lights, counts, places and movement in whatever engine holds the rows, lazily where it is lazy.

Needs the extra `frames` (narwhals); frames of polars, pandas, DuckDB, Dask and PySpark go in and come out as they are (others
that narwhals knows may, but are not tried).
A theme can be rated so when its rule can be said as a `trafficlight.rules.DecisionTable`: all status themes of the notice
can, and its recognition themes from counted columns. One that cannot says so, and never answers otherwise than `rate` does.

Explanations, flags and past periods belong to single ratings, which `trafficlight` makes: a frame has lights, scores and clauses.
"""

from trafficlight.frames._lights import absent, determined, grouped, lit, tallied
from trafficlight.frames._placing import moved, placed
from trafficlight.frames._rows import determination_rows, unit_rows

__all__ = ["absent", "determination_rows", "determined", "grouped", "lit", "moved", "placed", "tallied", "unit_rows"]
