"""来稿与汇编 (articles): strangers' .docx files screened, cleaned, restyled and merged into one compendium."""

from trafficlight.articles._compendium import COUNTIES_PART as COUNTIES_PART
from trafficlight.articles._compendium import DEPARTMENTS_PART as DEPARTMENTS_PART
from trafficlight.articles._compendium import Article as Article
from trafficlight.articles._compendium import Compendium as Compendium
from trafficlight.articles._compendium import CompendiumReport as CompendiumReport
from trafficlight.articles._compendium import CompendiumWords as CompendiumWords
from trafficlight.articles._compendium import Refused as Refused
from trafficlight.articles._compendium import Taken as Taken
from trafficlight.articles._compendium import compendium as compendium
from trafficlight.articles._findings import Action as Action
from trafficlight.articles._findings import Policy as Policy
from trafficlight.articles._head_template import head_template as head_template
