"""The command ``karum rules``."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from karum.rules import queries as rules
from karum.site.cli import main
from karum.tariffs import checks
from karum.tariffs.models import SourceFile

from .tiny import APRIL, duties

pytestmark = pytest.mark.django_db

HEAD = (
    "HTS Number,Indent,Description,Unit of Quantity,General Rate of Duty,Special Rate of Duty,Column 2 Rate of Duty,"
    "Quota Quantity,Additional Duties"
)


def hts(folder: Path, name: str, *lines: tuple[str, str]) -> Path:
    """A tariff of a few lines, in the USITC's CSV."""
    path = folder / name
    rows = [f'"{code}","1","Of cotton","[""kg""]","{duty}","Free (AU,KR)","90%","",""' for code, duty in lines]
    path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return hts(tmp_path, "old.csv", ("6109.10.00", "16.5%"), ("6110.20.20", "16.5%"))


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return hts(tmp_path, "new.csv", ("6109.10.00", "12%"), ("6110.20.20", "16.5%"))


def said(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_files_are_loaded_in_their_order_and_once(old: Path, new: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "load", "--valid-from", "2026-01-01", str(old)]) == 0
    assert main(["rules", "load", "--valid-from", "2026-04-01", str(new)]) == 0
    assert "general" not in capsys.readouterr().out
    assert duties("610910", APRIL) == ["12%", "90%", "Free", "Free"]
    assert main(["rules", "load", str(old), str(new)]) == 0
    assert capsys.readouterr().out.count("loaded before; nothing changed") == 2
    assert main(["rules", "changes", "--since", "2026-01-01"]) == 0
    assert "2026-04-01 US 61091000 general: 16.5% -> 12%  (new.csv)" in capsys.readouterr().out
    assert main(["rules", "changes", "--json", "--code", "611020"]) == 0
    assert said(capsys) == []


@pytest.mark.parametrize("words", [["load", "--dry-run"], ["check"]])
def test_a_check_says_what_would_change_and_changes_nothing(
    words: list[str], old: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rules", *words, str(old)]) == 0
    assert capsys.readouterr().out.startswith("Would be: old.csv: us-hts-csv: ")
    assert not SourceFile.objects.exists()


def test_the_first_file_that_is_refused_ends_it(
    old: Path, new: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    strange = tmp_path / "strange.bin"
    strange.write_bytes(b"\x00\x01 nothing official")
    assert main(["rules", "load", str(old), str(strange), str(new)]) == 1
    printed = capsys.readouterr()
    assert "strange.bin is none of the official files" in printed.err
    assert "1 more files were not tried" in printed.err
    assert list(SourceFile.objects.values_list("name", flat=True)) == ["old.csv"]


@pytest.mark.parametrize(
    "content", [b"", b"{", b"PK\x03\x04 broken", b"\x1f\x8b broken", b'[{"htsno":"6109","indent":"0"']
)
def test_a_broken_file_is_a_sentence(content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "broken"
    path.write_bytes(content)
    assert main(["rules", "load", str(path)]) == 1
    printed = capsys.readouterr()
    assert printed.err.startswith("karum rules: ")
    assert printed.err.count("\n") == 1
    assert not SourceFile.objects.exists()


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "load", str(tmp_path / "no.csv")]) == 1
    assert main(["rules", "load", str(tmp_path)]) == 1
    assert capsys.readouterr().err.count("There is no file") == 2


@pytest.mark.parametrize(
    "words", [["load"], ["load", "x", "--valid-from", "April"], ["load", "--piece", "--whole", "x"], []]
)
def test_wrong_use_is_told_from_failure(words: list[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["rules", *words])
    assert end.value.code == 2


def test_broken_rows_are_said_and_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = hts(tmp_path, "hts.csv", ("6109.10.00", "16.5%"), ("61o9.20", "5%"))
    assert main(["rules", "load", str(path)]) == 0
    assert "  broken: line 3, htsno 61o9.20: " in capsys.readouterr().out
    assert main(["rules", "broken", "--json"]) == 0
    (row,) = said(capsys)
    assert (row["file"], row["place"]) == ("hts.csv", "line 3, htsno 61o9.20")
    assert main(["rules", "broken"]) == 0
    assert capsys.readouterr().out.startswith("hts.csv, line 3, htsno 61o9.20: ")


def test_status_says_what_is_loaded(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "load", "--valid-from", "2026-01-01", str(old)]) == 0
    capsys.readouterr()
    assert main(["rules", "status", "--market", "us", "--json"]) == 0
    (tariff,) = said(capsys)["tariffs"]
    assert (tariff["system"], tariff["files"], tariff["newest_from"]) == ("US", 1, "2026-01-01")
    assert (tariff["measures"], tariff["duties"], tariff["duties_known"], tariff["share_known"]) == (8, 8, 8, 1.0)
    assert main(["rules", "status"]) == 0
    assert "tariff US: 1 files, newest old.csv of 2026-01-01" in capsys.readouterr().out


def test_status_of_a_market_without_rules_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "status", "--market", "QQ"]) == 1
    assert "There are no rules for QQ" in capsys.readouterr().err


def test_status_and_classify_need_no_database(tmp_path: Path) -> None:
    empty = {**os.environ, "DATABASE_URL": "", "KARUM_DATA": str(tmp_path / "none")}

    def run(*words: str) -> str:
        command = [sys.executable, "-m", "karum", "rules", *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=empty)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    assert "No hub was started here yet, so no official tariff is loaded." in run("status", "--market", "KE")
    found = json.loads(run("classify", "cotton t-shirt", "--json"))
    assert found["candidates"][0]["code"] == "610910"
    assert not (tmp_path / "none").exists()


def test_status_lists_every_market_with_how_sure_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "status", "--json"]) == 0
    markets = {market["code"]: market for market in said(capsys)["markets"]}
    assert set(markets) == set(rules.markets())
    assert set(markets["GB"]["confidence"]) == {"A", "B", "C", "M"}
    assert {"tariff", "preferences", "taxes", "fees", "regimes", "restrictions"} <= set(markets["GB"]["kinds"])


def test_the_doctor_tells_of_old_tariffs_and_broken_rows(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert checks.tariffs().state == "ok"
    assert main(["rules", "load", str(old)]) == 0
    assert checks.tariffs().state == "ok"
    path = hts(tmp_path, "hts.csv", ("6109.10.00", "16.5%"), ("61o9.20", "5%"))
    assert main(["rules", "load", str(path)]) == 0
    assert "1 rows could not be used" in checks.tariffs().said
    assert main(["rules", "load", "--valid-from", "2020-01-01", str(hts(tmp_path, "ca.csv", ("6203.10", "1%")))]) == 0
    assert checks.tariffs().state == "warn"


@pytest.mark.parametrize("words", [["load", "x.csv"], ["check", "x.csv"], ["broken"], ["changes"]])
def test_a_database_without_tables_is_named_with_what_to_do(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("karum.runtime.migrations.missing", lambda: ["tariffs.0001_initial"])
    assert main(["rules", *words]) == 1
    assert "Run: karum migrate" in capsys.readouterr().err


@pytest.mark.parametrize("count", ["0", "-3", "1e9", "9" * 5_000])
def test_so_many_codes_are_not_listed(count: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["rules", "classify", "scarf", f"--limit={count}"])
    assert "is no number from 1 to 9999" in capsys.readouterr().err
