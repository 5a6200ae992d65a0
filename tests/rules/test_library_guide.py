"""The examples of the guide to the library do what the guide says."""

import doctest
from pathlib import Path

GUIDE = Path(__file__).parents[2] / "docs" / "how-to" / "use-the-rules-as-a-library.md"


def test_every_example_of_the_guide_gives_what_it_shows() -> None:
    found = doctest.testfile(str(GUIDE), module_relative=False, encoding="utf-8")
    assert found.attempted >= 12
    assert found.failed == 0
