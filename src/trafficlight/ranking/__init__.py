"""排名: from lights to counts, places and what moved."""

from trafficlight.ranking._count_table import CountWords as CountWords
from trafficlight.ranking._movement import Move as Move
from trafficlight.ranking._movement import Movement as Movement
from trafficlight.ranking._movement import Succession as Succession
from trafficlight.ranking._movement import movement as movement
from trafficlight.ranking._orders import Better as Better
from trafficlight.ranking._orders import Count as Count
from trafficlight.ranking._orders import Criterion as Criterion
from trafficlight.ranking._orders import Inversion as Inversion
from trafficlight.ranking._orders import Order as Order
from trafficlight.ranking._orders import Points as Points
from trafficlight.ranking._orders import Reason as Reason
from trafficlight.ranking._orders import fewest as fewest
from trafficlight.ranking._orders import highest as highest
from trafficlight.ranking._orders import inversions as inversions
from trafficlight.ranking._orders import ladder as ladder
from trafficlight.ranking._orders import lowest as lowest
from trafficlight.ranking._orders import most as most
from trafficlight.ranking._standings import Standing as Standing
from trafficlight.ranking._standings import Standings as Standings
from trafficlight.ranking._standings import Ties as Ties
from trafficlight.ranking._standings import rank as rank
from trafficlight.ranking._tallies import Tallies as Tallies
from trafficlight.ranking._tallies import tally as tally
from trafficlight.ranking._tallies import tally_by_theme as tally_by_theme
