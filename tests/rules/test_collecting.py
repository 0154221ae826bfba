"""收表: whose themes go out together, and which entries each form holds."""

from __future__ import annotations

import pytest
from helpers.sample_records import audit_project, key_work_item

from trafficlight import Entry, notice
from trafficlight.errors import UnknownTheme
from trafficlight.model import Progress
from trafficlight.rules._rulebooks import NO_STEWARD, by_steward, entries_by_theme

KEY_WORK = notice.key_work(steward="办公室")
ASSISTANCE = notice.assistance(steward="人事科")
AUDIT_PROJECTS = notice.audit_projects(steward="办公室")
REFORM = notice.reform_bureau(steward="")


def test_a_steward_hands_in_all_of_its_themes() -> None:
    """“由专班牵头科室对专题工作进行分线调度” (N4.3): each steward's themes together, in the rulebook's order."""
    found = by_steward([KEY_WORK, ASSISTANCE, AUDIT_PROJECTS, REFORM])
    assert list(found.items()) == [
        ("办公室", [KEY_WORK, AUDIT_PROJECTS]),
        ("人事科", [ASSISTANCE]),
        (NO_STEWARD, [REFORM]),
    ]


def test_entries_go_to_their_theme() -> None:
    """Each form gets its own entries in order, and an empty one stays empty."""
    first, second = (Entry("key_work", key_work_item(Progress.DONE, matter=word)) for word in ("甲", "乙"))
    other = Entry("audit_projects", audit_project(Progress.DONE))
    found = entries_by_theme([first, other, second], ["key_work", "audit_projects", "assistance"])
    assert found == {"key_work": [first, second], "audit_projects": [other], "assistance": []}


def test_an_entry_of_no_form_is_refused() -> None:
    """An entry whose theme no form takes would be lost in silence: `UnknownTheme` names it and the forms' themes."""
    with pytest.raises(UnknownTheme) as caught:
        entries_by_theme([Entry("assistance", key_work_item(Progress.DONE))], ["key_work"])
    assert (caught.value.name, caught.value.known) == ("assistance", ("key_work",))
