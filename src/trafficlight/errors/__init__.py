"""错误: every error of the library.

    TrafficlightError
    ├── WrongValue (ValueError)               a value that cannot be, refused when it is made
    ├── WrongType (TypeError)                 a value of another type than goes there
    ├── UnknownName (LookupError)             a field, a word, a mark that there is not
    ├── ThemeError (ValueError)               a theme or rulebook that cannot work
    ├── RuleError                             a record that got no light
    ├── RatingFaults (group of RuleError)     all of them at once
    ├── RatingsMixed (ValueError)             several editions, or an item twice
    ├── NoEvidence (ValueError)               无依据
    ├── NotInForce (LookupError)              未施行
    ├── DeterminationError (ValueError)       a decision that fits no rating
    ├── CalendarUnknown (LookupError)         a year whose holidays nobody has published
    ├── UnknownTheme, UnknownUnit, UnknownBoard (LookupError)
    ├── UnreadableCell (ValueError)           what a kind of cell says; the reader adds where
    ├── Fault (ValueError)                    one thing wrong in one file, in Chinese and in English
    │   ├── FileFault                         a file or a sheet as a whole
    │   │   └── InternalFault                 a fault of this library, with its code
    │   ├── MissingTheme                      a theme that was due did not come
    │   ├── HeaderFault                       a table's header
    │   ├── AmbiguousTheme                    more than one theme fits
    │   └── CellFault                         one cell
    ├── SheetFaults (group of Fault)          all faults of a reading at once
    ├── InterchangeError (ValueError)         JSON that does not fit its type
    │   └── AgencyFileError                   an agency's TOML file
    ├── DocumentError (ValueError)            a document that cannot be built or written
    │   ├── UnprintableText                   control characters, lone surrogates
    │   ├── SubmissionRefused                 拒收
    │   ├── NoProvenance (LookupError)        无出处
    │   ├── NotSignedOff                      未审签
    │   ├── OfficeMissing                     缺少 LibreOffice
    │   └── OfficeFailed                      LibreOffice 未能完成
    └── ExtraMissing (ImportError)            缺少附加组件

Programs read attributes and never parse messages; people read `str()`, which is Chinese, or `say("en")`. A developer's misuse is
a built-in error too, by double inheritance.
"""

from __future__ import annotations

from trafficlight.errors._base import AgencyFileError as AgencyFileError
from trafficlight.errors._base import CalendarUnknown as CalendarUnknown
from trafficlight.errors._base import DeterminationError as DeterminationError
from trafficlight.errors._base import DocumentError as DocumentError
from trafficlight.errors._base import ExtraMissing as ExtraMissing
from trafficlight.errors._base import InterchangeError as InterchangeError
from trafficlight.errors._base import NoEvidence as NoEvidence
from trafficlight.errors._base import NoProvenance as NoProvenance
from trafficlight.errors._base import NotInForce as NotInForce
from trafficlight.errors._base import NotSignedOff as NotSignedOff
from trafficlight.errors._base import OfficeFailed as OfficeFailed
from trafficlight.errors._base import OfficeMissing as OfficeMissing
from trafficlight.errors._base import RatingFaults as RatingFaults
from trafficlight.errors._base import RatingsMixed as RatingsMixed
from trafficlight.errors._base import RuleError as RuleError
from trafficlight.errors._base import SubmissionRefused as SubmissionRefused
from trafficlight.errors._base import ThemeError as ThemeError
from trafficlight.errors._base import UnknownBoard as UnknownBoard
from trafficlight.errors._base import UnknownName as UnknownName
from trafficlight.errors._base import UnknownTheme as UnknownTheme
from trafficlight.errors._base import UnknownUnit as UnknownUnit
from trafficlight.errors._base import UnprintableText as UnprintableText
from trafficlight.errors._base import WrongType as WrongType
from trafficlight.errors._handins import AmbiguousTheme as AmbiguousTheme
from trafficlight.errors._handins import CellFault as CellFault
from trafficlight.errors._handins import Fault as Fault
from trafficlight.errors._handins import FileFault as FileFault
from trafficlight.errors._handins import HeaderFault as HeaderFault
from trafficlight.errors._handins import InternalFault as InternalFault
from trafficlight.errors._handins import MissingTheme as MissingTheme
from trafficlight.errors._handins import SheetFaults as SheetFaults
from trafficlight.errors._handins import UnreadableCell as UnreadableCell
from trafficlight.messages import TrafficlightError as TrafficlightError
from trafficlight.messages import WrongValue as WrongValue
