"""Where published and made-up inputs lie beside the repository; tests that need them skip visibly without."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

REPOSITORY: Final = Path(__file__).parents[2]
SHARED: Final = REPOSITORY.parent / "shared"

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared inputs are not beside the repository")
