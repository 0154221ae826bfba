"""全国周评: rate every county's rows of a week on Spark: lights, counts, places, movement, as tables in Parquet.

    spark-submit week_spark.py --rows ROWS --units UNITS [--before COUNTS] [--week 2023W39] --out DIR
    spark-submit week_spark.py --sample 28000 --out DIR

ROWS is a Parquet folder for each theme (`ROWS/key_work`): `unit` and the facts that its rule compares, words as they are
typed (已办结). UNITS has `unit`, `board`, `position`; COUNTS is an earlier week's `DIR/counts`. --week is for rules that ask
whether the year ends. --sample makes rows first: so
many for each theme of 2,800 counties. Themes whose rule is no decision table are named, and rated record by record elsewhere.
"""

from __future__ import annotations

import argparse
from typing import Any, Final

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f

from trafficlight import notice
from trafficlight.frames import absent, grouped, lit, moved, placed, tallied
from trafficlight.model import BLUE_YELLOW_RED, Agency, Board, Period, Roster, period_of_key
from trafficlight.rules import Credit, DecisionTable, Tabular, Theme

COUNTIES: Final = 2800
BOARD: Final = "counties"
WORDS: Final = ("已办结", "正常推进", "推进缓慢", "严重滞后")
NOBODY: Final = Agency(
    "全国", "全国", "办公室", Roster([Board("departments", "科室单位", []), Board(BOARD, "县（市、区）", [])])
)


def tables() -> dict[Theme[Any], DecisionTable]:
    """The notice's themes whose rule is a decision table; the others are named."""
    found: dict[Theme[Any], DecisionTable] = {}
    for theme in notice.rulebook(NOBODY):
        rule: object = theme.rule
        if isinstance(rule, Tabular):
            found[theme] = rule.decision_table
        else:
            print(f"{theme.title}: rated record by record, since its rule is no decision table")
    return found


def sample(spark: SparkSession, rows: int, folder: str) -> tuple[str, str]:
    """Rows for each theme and the counties, drawn from a seed; where they were written."""
    unit = f.format_string("第%04d县", f.col("id") % COUNTIES)
    words = f.array(*map(f.lit, WORDS))
    for seed, (theme, table) in enumerate(tables().items()):
        drawn = {
            "progress": f.element_at(words, (f.rand(seed) * len(WORDS) + 1).cast("int")),
            "certified": f.rand(seed) < 0.3,
            "lead": f.rand(seed) < 0.5,
        }
        names = [*table.fields, *(["lead"] if theme.credit is Credit.LEAD else [])]
        facts = [drawn.get(name, (f.rand(seed) * 4).cast("bigint")).alias(name) for name in names]
        made = spark.range(rows).select(unit.alias("unit"), *facts)
        made.write.mode("overwrite").parquet(f"{folder}/rows/{theme.key}")
    counties = spark.range(COUNTIES).select(
        unit.alias("unit"), f.lit(BOARD).alias("board"), f.col("id").alias("position")
    )
    counties.write.mode("overwrite").parquet(f"{folder}/units")
    return f"{folder}/rows", f"{folder}/units"


def lights(spark: SparkSession, rows: str, units: DataFrame, week: Period | None) -> list[DataFrame]:
    """The lights of each theme, those of counties without a row beside them."""
    made: list[DataFrame] = []
    for theme in tables():
        few = grouped(spark.read.parquet(f"{rows}/{theme.key}"), theme)
        one = lit(few, theme, palette=BLUE_YELLOW_RED, period=week)
        made.append(one)
        if theme.absence is not None and BOARD in theme.absence.boards:
            made.append(absent(one, units, theme, palette=BLUE_YELLOW_RED))
    return made


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows")
    parser.add_argument("--units")
    parser.add_argument("--before", metavar="COUNTS")
    parser.add_argument("--week", type=period_of_key)
    parser.add_argument("--sample", type=int, metavar="N")
    parser.add_argument("--out", required=True, metavar="DIR")
    options = parser.parse_args()
    spark = SparkSession.builder.appName("trafficlight: week").getOrCreate()
    rows, units = (
        (options.rows, options.units) if options.sample is None else sample(spark, options.sample, options.out)
    )
    counties = spark.read.parquet(units)
    counts = tallied(counties, *lights(spark, rows, counties, options.week), palette=BLUE_YELLOW_RED)
    # What follows looks at the counts three times: a few thousand rows, written once.
    counts.write.mode("overwrite").parquet(f"{options.out}/counts")
    counts = spark.read.parquet(f"{options.out}/counts")
    placed(counts, notice.ORDER).write.mode("overwrite").parquet(f"{options.out}/standings")
    if options.before:
        before = spark.read.parquet(options.before)
        moved(before, counts, notice.ORDER).write.mode("overwrite").parquet(f"{options.out}/movement")
    marks = counts.agg(
        f.count("*"), f.sum("light_blue"), f.sum("light_yellow"), f.sum("light_red"), f.sum("unrated")
    ).first()
    print("counties, blue, yellow, red, unrated:", *(marks or ()))
    spark.stop()


if __name__ == "__main__":
    main()
