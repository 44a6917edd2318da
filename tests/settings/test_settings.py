"""Settings: what is read from where, and that every fault names the key, the place and what is allowed."""

from pathlib import Path

import pytest

from bot.core.errors import BadSettings
from bot.settings import Settings, from_mapping, load
from bot.vendors.beds24.settings import Beds24Settings
from bot.vendors.trybe.adapter import TrybeSettings

GOOD = """
[venues.palm]
name = "Palm Tree Resort"
zone = "America/New_York"
locale = "en-US"

[accounts.palm-spa]
vendor = "trybe"
venue = "palm"
token = "file-token"
site_id = "s1"

[accounts.palm-hotel]
vendor = "beds24"
venue = "palm"
api_key = "a-key-of-sixteen"
prop_key = "p-key-of-sixteen"
"""


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' own environment holds no settings."""
    import os

    for name in [name for name in os.environ if name.startswith("FRONTDESK_")]:
        monkeypatch.delenv(name)


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "frontdesk.toml"
    file.write_text(text, encoding="utf-8")
    return file


def faults_of(file: Path | None) -> list[str]:
    with pytest.raises(BadSettings) as caught:
        load(file)
    return list(caught.value.faults)


def test_a_file_is_read_and_each_vendor_has_its_own_keys(tmp_path: Path) -> None:
    settings = load(written(tmp_path, GOOD))
    spa, hotel = settings.accounts["palm-spa"], settings.accounts["palm-hotel"]
    assert isinstance(spa, TrybeSettings)
    assert isinstance(hotel, Beds24Settings)
    assert spa.base_url == "https://api.try.be"
    assert spa.token.get_secret_value() == "file-token"
    (venue,) = settings.places()
    assert (venue.zone.key, venue.currency, venue.locale) == ("America/New_York", "USD", "en-US")


def test_secrets_do_not_print(tmp_path: Path) -> None:
    settings = load(written(tmp_path, GOOD))
    assert "file-token" not in repr(settings)
    assert "file-token" in settings.secrets()
    assert "a-key-of-sixteen" in settings.secrets()


def test_the_environment_wins_and_finds_the_section_with_a_hyphen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRONTDESK_ACCOUNTS__PALM_SPA__TOKEN", "0123456789")
    monkeypatch.setenv("FRONTDESK_LIMITS__SECONDS", "4.5")
    settings = load(written(tmp_path, GOOD))
    spa = settings.accounts["palm-spa"]
    assert isinstance(spa, TrybeSettings)
    assert spa.token.get_secret_value() == "0123456789"
    assert settings.limits.seconds == 4.5
    assert set(settings.accounts) == {"palm-spa", "palm-hotel"}


def test_an_account_can_come_from_the_environment_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for key, value in {"VENDOR": "trybe", "VENUE": "palm", "TOKEN": "{not json", "SITE_ID": "42"}.items():
        monkeypatch.setenv(f"FRONTDESK_ACCOUNTS__EXTRA__{key}", value if key != "TOKEN" else "plain")
    settings = load(written(tmp_path, GOOD))
    extra = settings.accounts["extra"]
    assert isinstance(extra, TrybeSettings)
    assert extra.site_id == "42"


def test_secret_files_stand_between_file_and_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "secrets"
    folder.mkdir()
    (folder / "FRONTDESK_ACCOUNTS__PALM_SPA__TOKEN").write_text("from-a-secret-file\n")
    (folder / "FRONTDESK_ACCOUNTS__PALM_HOTEL__API_KEY").write_text("from-a-secret-file")
    monkeypatch.setenv("FRONTDESK_SECRETS_DIR", str(folder))
    monkeypatch.setenv("FRONTDESK_ACCOUNTS__PALM_HOTEL__API_KEY", "from-the-environment")
    settings = load(written(tmp_path, GOOD))
    spa, hotel = settings.accounts["palm-spa"], settings.accounts["palm-hotel"]
    assert isinstance(spa, TrybeSettings)
    assert isinstance(hotel, Beds24Settings)
    assert spa.token.get_secret_value() == "from-a-secret-file"
    assert hotel.api_key.get_secret_value() == "from-the-environment"


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (('token = "file-token"\n', ""), ["accounts.palm-spa.token is missing", "FRONTDESK_ACCOUNTS__PALM_SPA__TOKEN"]),
        (('site_id = "s1"', 'site = "s1"'), ["accounts.palm-spa.site ", "did you mean site_id?", "allowed here: "]),
        (('vendor = "trybe"', 'vendor = "tribe"'), ["accounts.palm-spa", "write vendor = one of ", "trybe"]),
        (('vendor = "trybe"\n', ""), ["accounts.palm-spa", "has no vendor"]),
        (('zone = "America/New_York"', 'zone = "America/New_Yrok"'), ["venues.palm.zone", "America/New_York?"]),
        (('zone = "America/New_York"\n', ""), ["venues.palm.zone is missing", "[venues.palm]"]),
        (('locale = "en-US"', 'locale = "english"'), ["venues.palm.locale", "en-GB"]),
        (('locale = "en-US"', 'currency = "PENNIES"'), ["venues.palm.currency", "ISO 4217"]),
        (('venue = "palm"\ntoken', 'venue = "plam"\ntoken'), ["accounts.palm-spa.venue", "“plam”", "known: palm"]),
        (('site_id = "s1"', 'site_id = "s1"\nbase_url = "http://api.try.be"'), ["accounts.palm-spa.base_url", "https://"]),
        (('site_id = "s1"', 'site_id = "s1"\nroutes = { "orders.find" = "GET /x" }'), ["accounts.palm-spa.routes", "orders.get"]),
        (("[venues.palm]", "[limits]\nseconds = 0\n[venues.palm]"), ["limits.seconds", "greater than 0"]),
        (("[venues.palm]", "[slak]\nx = 1\n[venues.palm]"), ["slak", "did you mean slack?"]),
    ],
)
def test_a_fault_names_the_key_the_place_and_what_is_allowed(tmp_path: Path, change: tuple[str, str], wanted: list[str]) -> None:
    assert change[0] in GOOD
    file = written(tmp_path, GOOD.replace(*change, 1))
    lines = faults_of(file)
    assert any(all(part in line for part in wanted) for line in lines), lines
    assert "file-token" not in "\n".join(lines)


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    broken = GOOD.replace('token = "file-token"\n', "").replace('prop_key = "p-key-of-sixteen"\n', "")
    assert len(faults_of(written(tmp_path, broken))) == 2


def test_a_fault_in_a_variable_names_the_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRONTDESK_LIMITS__ROWS", "many")
    (line,) = faults_of(written(tmp_path, GOOD))
    assert "limits.rows (FRONTDESK_LIMITS__ROWS)" in line


def test_a_misspelt_variable_is_not_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRONTDESK_SLAK__BOT_TOKEN", "xoxb-1")
    (line,) = faults_of(written(tmp_path, GOOD))
    assert line.startswith("FRONTDESK_SLAK__BOT_TOKEN is not a setting")


def test_a_file_that_is_not_there_or_not_toml_is_named(tmp_path: Path) -> None:
    assert "cannot be read" in faults_of(tmp_path / "none.toml")[0]
    assert "is not TOML" in faults_of(written(tmp_path, "[venues"))[0]


def test_settings_without_a_file_are_the_defaults() -> None:
    assert from_mapping({}) == Settings()


def test_plain_http_is_for_this_machine(tmp_path: Path) -> None:
    local = GOOD.replace('site_id = "s1"', 'site_id = "s1"\nbase_url = "http://127.0.0.1:8091/trybe/"')
    assert load(written(tmp_path, local)).accounts["palm-spa"].base_url == "http://127.0.0.1:8091/trybe"


def test_a_fault_between_sections_names_the_file_too(tmp_path: Path) -> None:
    file = written(tmp_path, GOOD.replace('venue = "palm"\ntoken', 'venue = "plam"\ntoken'))
    (line,) = faults_of(file)
    assert line.startswith(f"accounts.palm-spa.venue ({file}): ")


def test_a_misspelt_or_unreadable_secret_file_is_not_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "secrets"
    folder.mkdir()
    monkeypatch.setenv("FRONTDESK_SECRETS_DIR", str(folder))
    (folder / "FRONTDESK_ACCOUNTZ__PALM_SPA__TOKEN").write_text("x")
    assert faults_of(written(tmp_path, GOOD))[0].startswith("FRONTDESK_ACCOUNTZ__PALM_SPA__TOKEN is not a setting")
    (folder / "FRONTDESK_ACCOUNTZ__PALM_SPA__TOKEN").rename(folder / "FRONTDESK_ACCOUNTS__PALM_SPA__TOKEN")
    (folder / "FRONTDESK_ACCOUNTS__PALM_SPA__TOKEN").write_bytes(b"\xff\xfe\xff")
    assert "UTF-8" in faults_of(written(tmp_path, GOOD))[0]


def test_a_variable_that_is_half_json_is_a_fault_without_its_value(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRONTDESK_LIMITS", '{"rows": secretish')
    (line,) = faults_of(written(tmp_path, GOOD))
    assert "limits" in line
    assert "secretish" not in line


def test_a_section_that_is_none_is_told_so(tmp_path: Path) -> None:
    assert any("limits" in line and "a section" in line for line in faults_of(written(tmp_path, "limits = 5\n" + GOOD)))
