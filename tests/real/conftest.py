"""Where the real captures are. They are read in place and never copied; without them these tests skip, in CI they fail."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real captures that $POLICYWATCH_CORPUS names."""
    named = os.environ.get("POLICYWATCH_CORPUS", "")
    if named and (Path(named) / "MANIFEST.csv").is_file():
        return Path(named)
    reason = f"the real captures are not here: POLICYWATCH_CORPUS={named!r} has no MANIFEST.csv"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
