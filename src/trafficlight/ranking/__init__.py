"""排名: from lights to counts, places and what moved."""

from trafficlight.ranking._count_table import CountWords
from trafficlight.ranking._inversions import Inversion, inversions, ladder
from trafficlight.ranking._movement import Move, Movement, movement
from trafficlight.ranking._orders import Criterion, Order, Reason, fewest, most
from trafficlight.ranking._standings import Standing, Standings, Ties, rank
from trafficlight.ranking._tallies import Tallies, tally, tally_by_theme

__all__ = [
    "CountWords",
    "Criterion",
    "Inversion",
    "Move",
    "Movement",
    "Order",
    "Reason",
    "Standing",
    "Standings",
    "Tallies",
    "Ties",
    "fewest",
    "inversions",
    "ladder",
    "most",
    "movement",
    "rank",
    "tally",
    "tally_by_theme",
]
