"""Fixtures that all rooms share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# In continuous integration the properties try the same examples at each run, so that a failure is the change's own;
# everywhere else they look for new ones. A busy machine is no failure of a property: there is no deadline.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("anywhere", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "anywhere")

SAMPLES = Path(os.environ.get("REFTEL_SAMPLES", Path(__file__).parents[2] / "shared" / "samples"))


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of real telegrams, which is not part of the project; the test is skipped without it."""
    if not SAMPLES.is_dir():
        pytest.skip("the real samples are not here; REFTEL_SAMPLES may name their folder")
    return SAMPLES
