"""The names that `trafficlight` exports stand once, in its stub, where type checkers read them and the program too."""

from __future__ import annotations

import importlib

import trafficlight

MOST = 60


def test_every_export_is_its_packages_own() -> None:
    """Each exported name is the object that the package named in the stub has under that name."""
    for name, module in trafficlight._MODULE_OF.items():
        home = importlib.import_module(module)
        ours = getattr(trafficlight, name)
        assert ours is (getattr(home, name, None) or importlib.import_module(f"{module}.{name}")), name


def test_exports_are_listed() -> None:
    """`dir(trafficlight)` offers every export, and an unknown name is an AttributeError that says so."""
    assert {*trafficlight._MODULE_OF, "__version__"} <= set(dir(trafficlight))
    assert not hasattr(trafficlight, "no_such_name")


def test_the_top_can_be_surveyed() -> None:
    """At most sixty names stand at the top, packages included; the rest is found in its package."""
    assert 40 <= len(trafficlight._MODULE_OF) <= MOST
