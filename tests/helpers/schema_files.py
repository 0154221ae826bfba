"""docs/reference/schemas: the JSON Schemas of the notice's scheme, as the library makes them.

`python -m helpers.schema_files` writes them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import trafficlight as tl
from helpers.small_office import ROSTER
from trafficlight.errors import Fault
from trafficlight.interchange import hand_in_schema, json_schema

FOLDER: Final = Path(__file__).parents[2] / "docs" / "reference" / "schemas"
SCHEME: Final = tl.notice.scheme(tl.Agency("某市审计局", "市审计局", "某市审计局办公室", ROSTER))


def schemas() -> dict[str, dict[str, Any]]:
    """Each schema by its file's name."""
    return {
        "hand-ins.json": hand_in_schema({theme.key: theme.form for theme in SCHEME.themes()}),
        "entries.json": json_schema(tuple[tl.Entry[Any], ...], scheme=SCHEME),
        "faults.json": json_schema(tuple[Fault, ...]),
        "ratings.json": json_schema(tl.rules.Ratings, scheme=SCHEME),
    }


def text(schema: dict[str, Any]) -> str:
    """A schema as its file holds it."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, schema in schemas().items():
        FOLDER.joinpath(name).write_text(text(schema), encoding="utf-8")
