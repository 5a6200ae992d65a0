from dataclasses import fields
from pathlib import Path

import pytest

from karum.runtime.settings import BadSetting, Settings
from karum.site.reference import PAGE, settings_page


def test_every_setting_is_in_the_docs() -> None:
    assert PAGE.read_text() == settings_page(), "run: make docs"
    for knob in fields(Settings):
        assert f"`{knob.metadata['variable']}`" in settings_page()


def test_no_two_settings_share_a_variable() -> None:
    names = [knob.metadata["variable"] for knob in fields(Settings)]
    assert len(names) == len(set(names))


def test_empty_variables_leave_the_defaults() -> None:
    assert Settings.from_env({"PORT": "", "KARUM_DEMO": ""}) == Settings()


def test_values_are_read_with_their_types() -> None:
    knobs = Settings.from_env(
        {"PORT": "9000", "KARUM_DEMO": "No", "KARUM_DATA": "/data", "ALLOWED_HOSTS": "a.example, b.example,"}
    )
    assert (knobs.port, knobs.demo, knobs.data_dir) == (9000, False, Path("/data"))
    assert knobs.allowed_hosts == ("a.example", "b.example")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("KARUM_DEMO", "maybe"),
        ("WEB_THREADS", "0"),
        ("LOG_LEVEL", "X"),
    ],
)
def test_a_value_that_cannot_be_read_is_refused_by_name(variable: str, value: str) -> None:
    with pytest.raises(BadSetting, match=f"^{variable}='{value}' cannot be read"):
        Settings.from_env({variable: value})


def test_the_address_can_be_clicked() -> None:
    assert Settings().base_url == "http://127.0.0.1:8000"
    assert Settings(host="::1", port=9000).base_url == "http://[::1]:9000"
    assert Settings(public_url="https://hub.example/").base_url == "https://hub.example"
