"""Hypothesis profiles. No example has a deadline: on shared machines it would time the neighbours."""

from __future__ import annotations

import os

from hypothesis import Phase, settings

settings.register_profile("full", deadline=None, print_blob=True)
settings.register_profile("quick", deadline=None, print_blob=True, max_examples=20)
# Fails as soon as it can: a change that is noticed needs no smallest example.
settings.register_profile(
    "mutation", settings.get_profile("ci"), phases=[Phase.explicit, Phase.generate], report_multiple_bugs=False
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "full"))
