"""已存的评定: a stored rating must be what its theme says of its record, and its decisions by leaders who may sign."""

from __future__ import annotations

from typing import Any

from trafficlight._scheme import Scheme
from trafficlight.errors._base import listed, told
from trafficlight.interchange._misfits import Misfit
from trafficlight.messages import Words
from trafficlight.model._agency import Agency
from trafficlight.model._periods import last_day_of
from trafficlight.rules._history import Past, light
from trafficlight.rules._rated import Rating
from trafficlight.rules._rulebooks import HANDED_IN_WITH_FAULTS
from trafficlight.rules._verdicts import Verdict


def as_rated(rating: Rating[Any], scheme: Scheme | None) -> Rating[Any]:
    """The rating, if its verdict is what its theme says of its record. Raises `Misfit` if it was changed, or the rule was."""
    verdict, given = rating.verdict, _given(rating)
    if given is None or _light(given) != _light(verdict):
        stored = Words(
            f"存的是{light(verdict.marks)}（{verdict.because.id}）",
            f"what is stored is {light(verdict.marks, 'en')} ({verdict.because.id})",
        )
        rule = Words("规则不就未报送亮灯", "the rules light nothing for an absence")
        if given is not None:
            rule = Words(
                f"规则给出{light(given.marks)}（{given.because.id}）",
                f"the rules give {light(given.marks, 'en')} ({given.because.id})",
            )
        if given is not None and str(rule).endswith(str(stored).removeprefix("存的是")):  # labels alike, keys not
            of_rule, of_stored = (", ".join(mark.key for mark in one.marks.marks) for one in (given, verdict))
            rule = Words(f"{rule}〔{of_rule}〕", f"{rule.en} [{of_rule}]")
            stored = Words(f"{stored}〔{of_stored}〕", f"{stored.en} [{of_stored}]")
        raise Misfit(f"{rule}，{stored}：请重新评定", f"{rule.en}, and {stored.en}: rate it anew")
    marks = None if scheme is None else {mark for one in scheme.editions for mark in one.palette}
    decided = [mark for one in rating.determinations for tally in (one.computed, one.decided) for mark in tally.marks]
    foreign = [mark for mark in (*verdict.marks.marks, *decided) if marks is not None and mark not in marks]
    if foreign:
        alike = {mark.label for mark in marks or ()}  # then the key alone tells what is wrong
        names = (f"{mark.label} [{mark.key}]" if mark.label in alike else mark.label for mark in foreign)
        labels = list(dict.fromkeys(names))
        raise Misfit(f"标识体系中没有：{'、'.join(labels)}", f"the scheme's palette lacks: {', '.join(labels)}")
    if scheme is not None and rating.determinations:
        _check_signed(rating, scheme.on(last_day_of(rating.period)).agency)
    return rating


def _check_signed(rating: Rating[Any], agency: Agency) -> None:
    """Raise `Misfit` for a decision by somebody who may not sign it off (§4.38)."""
    for one in rating.determinations:
        if not agency.may_sign(one.by):
            known = listed([str(person) for person in agency.who_may_sign])
            raise Misfit(
                f"{one.by}不是可以审签研究确定的人；可审签：{known or '（未指定）'}",
                f"{one.by} may not sign a determination off; who may: {known.en or 'nobody is named'}",
            )


def _light(verdict: Verdict) -> tuple[object, ...]:
    """What is compared of a verdict; the rest may differ, since earlier versions of the format stored less."""
    return verdict.marks, verdict.because.id, verdict.score


def _given(rating: Rating[Any]) -> Verdict | None:
    """What the theme says of the record, or of its absence; the verdict itself, if the rule needs more than is stored."""
    theme, verdict = rating.theme, rating.verdict
    if rating.record is None:
        faulty = verdict.because == HANDED_IN_WITH_FAULTS and not verdict.marks
        absence = None if theme.absence is None else theme.absence.verdict
        return verdict if faulty else absence
    if theme.remembers or theme.compares:
        return verdict
    try:
        return theme.judge(rating.record, Past(rating.period))
    except Exception as crash:  # a foreign rule may raise anything; the cause is chained
        words = told(crash)
        raise Misfit(f"规则不予评定：{words}", f"the rule gives no light: {words.en}") from crash
