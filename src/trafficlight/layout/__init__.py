"""版式 (layout): how official documents look, as values: GB/T 9704-2012, and whatever an agency makes of it."""

from trafficlight.layout._gbt9704 import GB33476 as GB33476
from trafficlight.layout._gbt9704 import OFFICIAL as OFFICIAL
from trafficlight.layout._keys import Align as Align
from trafficlight.layout._keys import Face as Face
from trafficlight.layout._keys import Style as Style
from trafficlight.layout._profiles import ChartLook as ChartLook
from trafficlight.layout._profiles import ColophonLook as ColophonLook
from trafficlight.layout._profiles import Font as Font
from trafficlight.layout._profiles import Fonts as Fonts
from trafficlight.layout._profiles import HeadTemplate as HeadTemplate
from trafficlight.layout._profiles import Labels as Labels
from trafficlight.layout._profiles import LetterLook as LetterLook
from trafficlight.layout._profiles import OfficialProfile as OfficialProfile
from trafficlight.layout._profiles import Page as Page
from trafficlight.layout._profiles import PageNumberLook as PageNumberLook
from trafficlight.layout._profiles import RedHeadLook as RedHeadLook
from trafficlight.layout._profiles import StyleRule as StyleRule
from trafficlight.layout._profiles import TableLook as TableLook
