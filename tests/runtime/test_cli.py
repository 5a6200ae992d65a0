import subprocess
import sys
from pathlib import Path

import pytest

from karum.site.cli import COMMANDS, main

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "commands.md"


def test_every_command_is_in_the_docs() -> None:
    page = PAGE.read_text()
    assert [name for name in COMMANDS if f"| `karum {name}` |" not in page] == []


def test_without_a_command_the_commands_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main([])
    assert end.value.code == 0
    listed = capsys.readouterr().out
    assert [name for name in COMMANDS if name not in listed] == []


def test_an_unknown_command_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["sell"])
    assert end.value.code == 2
    assert "sell" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["run", "doctor", "quote", "ledger", "export", "django"])
def test_every_command_explains_itself(name: str) -> None:
    done = subprocess.run([sys.executable, "-m", "karum", name, "--help"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "usage: karum" in done.stdout or name == "django"


def test_a_quote_needs_no_django() -> None:
    program = (
        "import atexit, sys; from karum.site.cli import main\n"
        "atexit.register(lambda: print('django' in sys.modules)); main(['quote', '--help'])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"


def test_a_setting_that_cannot_be_read_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "eighty")
    done = subprocess.run([sys.executable, "-m", "karum", "run"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("karum: PORT='eighty' cannot be read.")
    assert "Traceback" not in done.stderr
