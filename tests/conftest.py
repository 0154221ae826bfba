"""Hypothesis profiles. No example has a deadline: on shared machines it would time the neighbours."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("full", deadline=None, print_blob=True)
settings.register_profile("quick", deadline=None, print_blob=True, max_examples=20)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "full"))
