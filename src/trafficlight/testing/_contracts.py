"""契约: what every theme must keep. Another agency calls `check_theme` in its own tests, under Hypothesis' own settings.

    def test_petitions_keep_the_contract() -> None:
        check_theme(PETITIONS, ROSTER)

A broken contract is an `AssertionError` that says which law, and shows a small record that breaks it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from trafficlight.errors import NoEvidence, UnreadableCell
from trafficlight.messages import counted
from trafficlight.model._boards import Roster
from trafficlight.model._forms import Form, Role
from trafficlight.model._kinds import AnyKind, is_blank
from trafficlight.model._marks import Palette, Tally
from trafficlight.model._periods import Month
from trafficlight.rules._history import Earlier, Past
from trafficlight.rules._peers import Peers
from trafficlight.rules._themes import Theme
from trafficlight.rules._verdicts import Verdict
from trafficlight.testing._drawn_records import records
from trafficlight.testing._laws import found, hold, other_times, require

_MOST_MONTHS: Final = 4
"""How many months a rule with a memory is shown."""
_MOST_PEERS: Final = 6
"""How many records of other units a rule that compares is shown."""
_FIRST_MONTHS: Final = (Month(2000, 1), Month(2000, 12))
"""What a rule that asks for the period is shown: one in the year, and its last."""
_SEEDS: Final = st.integers(0, 2**32)


def check_theme(
    theme: Theme[Any], roster: Roster, palette: Palette | None = None, /, **fields: SearchStrategy[Any]
) -> None:
    """专题契约: rule, clauses and form, each by its own check below.

    `palette` are the marks that the rule may light, `fields` replaces what single fields of a record hold, as for
    `records`. Raises `AssertionError`.
    """
    check_rule(theme, roster, palette, **fields)
    check_clauses(theme, roster, **fields)
    check_form(theme, roster, **fields)


def check_rule(
    theme: Theme[Any], roster: Roster, palette: Palette | None = None, /, **fields: SearchStrategy[Any]
) -> None:
    """规则: total and deterministic. Every record gets a verdict, or `NoEvidence` when its facts contradict each other.

    Equal records get equal verdicts, whatever the random numbers and the day are; the record is not changed; the verdict's
    clause is one of the theme's, its facts are fields of the form, its marks are in the palette where one is given; the
    units that are marked are in the roster. A rule with `reads` looks at no other facts. Raises `AssertionError`.
    """
    aliases = {at.name: at.alias or at.name for at in attrs.fields(theme.record) if at.init}
    read = [(name, aliases[name]) for name in theme.reads if name in aliases]

    def law(history: History, seed: int, other: Any) -> None:
        record = history.record
        was = attrs.evolve(record)
        ask = history.asked(theme)
        verdict = ask(record)
        for at in other_times(seed):
            again = at(lambda: ask(attrs.evolve(was)))
            require(
                verdict == again,
                f"equal records, two verdicts: {verdict!r} and {again!r}; a rule draws no lots and looks at no clock",
            )
        require(record == was, "the rule changes its record")
        if verdict is not None:
            _require_declared(theme, verdict, palette)
        units = theme.credited(record)
        require(len(units) > 0, "the record marks no unit")
        strangers = [str(unit) for unit in units if unit not in roster]
        require(not strangers, f"the record marks units that the roster lacks: {strangers}")
        if read and len(read) == len(theme.reads):
            alike = ask(attrs.evolve(other, **{alias: getattr(record, name) for name, alias in read}))
            require(
                alike == verdict, f"the rule rests on {theme.reads} alone, it says, and gives {verdict!r} and {alike!r}"
            )

    drawn = records(theme, roster, **fields)
    hold(law, histories(theme, drawn), _SEEDS, drawn if read else st.none())


@attrs.frozen
class History:
    """Records of one item, month by month from a first month on, the last of which is judged, among `others` of its board."""

    records: Sequence[Any]
    first: Month
    others: Sequence[Any] = ()

    @property
    def record(self) -> Any:
        """The last record."""
        return self.records[-1]

    def asked(self, theme: Theme[Any]) -> Callable[[Any], Verdict | None]:
        """The rule as a function of the last record; it gives None where the rule refuses. Raises `AssertionError` for no verdict."""
        month, lights = self.first, list[Earlier[Any]]()
        for record in self.records[:-1]:
            verdict = self._judged(theme, record, Past(month, lights))
            marks, score = (Tally(), None) if verdict is None else (verdict.marks, verdict.score)
            lights.append(Earlier(month, record, marks, score=score))
            month = month.next
        past = Past[Any](month, lights)
        return lambda record: self._judged(theme, record, past)

    def _judged(self, theme: Theme[Any], record: Any, past: Past[Any]) -> Verdict | None:
        try:
            verdict = theme.judge(record, past, Peers([record, *self.others]))
        except NoEvidence:
            return None
        require(isinstance(verdict, Verdict), f"theme {theme.key!r}: the rule returns no Verdict but {verdict!r}")
        return verdict


def histories(theme: Theme[Any], drawn: SearchStrategy[Any]) -> SearchStrategy[History]:
    """A record, behind those of the months before it where the rule looks back, among others where it compares."""
    months = st.sampled_from(_FIRST_MONTHS if theme.sees_period else _FIRST_MONTHS[:1])
    items = st.lists(drawn, min_size=1, max_size=_MOST_MONTHS if theme.remembers else 1)
    others = st.lists(drawn, max_size=_MOST_PEERS) if theme.compares else st.just([])
    return st.builds(History, items, months, others)


def _require_declared(theme: Theme[Any], verdict: Verdict, palette: Palette | None) -> None:
    require(verdict.because in theme.clauses, f"theme {theme.key!r} does not declare the clause {verdict.because}")
    strangers = sorted(set(verdict.facts or ()) - set(theme.form.fields))
    require(not strangers, f"theme {theme.key!r}: the verdict names facts that the form lacks: {strangers}")
    if palette is not None:
        foreign = [mark.label for mark in verdict.marks if mark not in palette]
        require(not foreign, f"theme {theme.key!r} lights marks that the palette lacks: {foreign}")


def check_clauses(theme: Theme[Any], roster: Roster, /, **fields: SearchStrategy[Any]) -> None:
    """条款: some record reaches every clause that the theme declares, or it is the ground of absence.

    Raises `AssertionError` with all clauses that no record reached.
    """
    missing = set(theme.clauses)
    if theme.absence is not None:
        _require_declared(theme, theme.absence.verdict, None)
        missing.discard(theme.absence.verdict.because)

    def reached_all(history: History) -> bool:
        verdict = history.asked(theme)(history.record)
        if verdict is not None:
            missing.discard(verdict.because)
        return not missing

    found(histories(theme, records(theme, roster, **fields)), reached_all)
    unreached = [str(clause) for clause in theme.clauses if clause in missing]
    way_out = "say by a keyword what a field may hold, as in place=st.integers(1, 9); check_scheme takes it by theme"
    require(not unreached, f"theme {theme.key!r}: no record reaches {unreached}; {way_out}")


def check_form(theme: Theme[Any], roster: Roster, /, **fields: SearchStrategy[Any]) -> None:
    """表: what the form prints, its kinds read back as the same record. Raises `AssertionError`."""

    def law(record: Any, serial: int) -> None:
        rows = theme.form.printer(theme.form.columns)(record, serial)
        values = _read_rows(theme.form, rows, serial, roster)
        for line in theme.form.heading:
            values[line.name] = _read(line.kind, theme.form.show(record, line.name), roster, required=line.required)
        for name, value in values.items():
            have = getattr(record, name)
            shown = theme.form.show(record, name)
            require(value == have, f"{name} is printed as {shown!r} and read back as {value!r}, not {have!r}")

    hold(law, records(theme, roster, **fields), st.integers(1, 999))


def _read_rows(form: Form, rows: Sequence[Sequence[str]], serial: int, roster: Roster) -> dict[str, Any]:
    """The fields of a block's lines: a reader of its own, so that the library's is not its own judge."""
    require(len(rows) == len(form.lines), f"a block of {counted(len(form.lines), 'line')} is printed on {len(rows)}")
    values: dict[str, Any] = {}
    for place, column in enumerate(form.columns):
        texts = [row[place] for row in rows]
        if column.role is Role.SERIAL:
            require(texts == [str(serial), *[""] * (len(rows) - 1)], f"the number {serial} is printed as {texts}")
        elif column.role is Role.LINE:
            require(texts == list(form.lines), f"the lines {form.lines} are labelled {texts}")
        for name, text in zip(column.fields, texts, strict=False):  # a cell over all lines is printed on the first
            if name is None:
                require(not text, f"a cell without a field is printed as {text!r}")
            else:
                values[name] = _read(column.kind, text, roster, required=column.required)
    return values


def _read(kind: AnyKind, text: str, roster: Roster, *, required: bool) -> Any:
    if is_blank(text):
        require(not required, f"a required cell of kind {type(kind).__name__} is printed blank")
        return kind.blank
    try:
        return kind.parse(text, roster)
    except UnreadableCell as error:
        raise AssertionError(f"{type(kind).__name__} prints {text!r} and cannot read it back: {error}") from error
