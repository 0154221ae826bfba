"""Without Hypothesis, which only this package needs, the import says what to install."""

from __future__ import annotations

import importlib
import sys

import pytest

import trafficlight.testing  # noqa: F401  # to be put back
from trafficlight.errors import ExtraMissing


def test_the_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """No bare `ModuleNotFoundError`: the error names the extra that brings Hypothesis."""
    monkeypatch.delitem(sys.modules, "trafficlight.testing")
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    with pytest.raises(ExtraMissing, match=r"缺少 hypothesis：请安装 trafficlight-rules\[testing\]"):
        importlib.import_module("trafficlight.testing")
