"""排名: from lights to counts, places and what moved."""

from trafficlight.ranking._count_table import CountWords
from trafficlight.ranking._inversions import Inversion, inversions, ladder
from trafficlight.ranking._movement import Move, Movement, Succession, movement
from trafficlight.ranking._orders import Better, Count, Criterion, Order, Points, Reason, fewest, highest, lowest, most
from trafficlight.ranking._standings import Standing, Standings, Ties, rank
from trafficlight.ranking._tallies import Tallies, tally, tally_by_theme

__all__ = [
    "Better",
    "Count",
    "CountWords",
    "Criterion",
    "Inversion",
    "Move",
    "Movement",
    "Order",
    "Points",
    "Reason",
    "Standing",
    "Standings",
    "Succession",
    "Tallies",
    "Ties",
    "fewest",
    "highest",
    "inversions",
    "ladder",
    "lowest",
    "most",
    "movement",
    "rank",
    "tally",
    "tally_by_theme",
]
