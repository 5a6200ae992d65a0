"""The doctor knows whether papers can be printed."""

from pathlib import Path

import pytest

from karum.shipping.checks import press
from karum.shipping.services import papers


def test_a_working_press_is_well() -> None:
    assert press().ok


def test_a_broken_press_is_said_with_its_reason(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "press.py"
    broken.write_text("raise ImportError('no typst here')")
    monkeypatch.setattr(papers, "PRESS", broken)
    finding = press()
    assert not finding.ok
    assert "no typst here" in finding.said
