"""The operator's commands, as a script would use them: standard output, standard error, exit codes."""

import json
import os
import socket
import tomllib
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner, Result

from bot import sandbox
from bot.cli import app

ROOT = Path(__file__).parents[2]
NOW = "2026-11-23T09:00:00+00:00"


@pytest.fixture(autouse=True)
def _nothing_configured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("FRONTDESK_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def run(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(app, list(arguments), input=given)


def test_ask_json_is_one_object_with_every_account_complete() -> None:
    result = run("ask", "arrivals tomorrow", "--json", "--now", NOW)
    assert result.exit_code == 0, result.stderr
    answer = json.loads(result.stdout)
    assert set(answer) == {"understood", "query", "doubts", "rest", "records", "accounts", "people", "total", "complete", "next"}
    assert answer["complete"] is True
    assert answer["doubts"] == []
    assert answer["query"]["window"] == {
        "axis": "start",
        "start": "2026-11-24T00:00:00+00:00",
        "end": "2026-11-25T00:00:00+00:00",
        "grain": "day",
    }
    assert {record["vendor"] for record in answer["records"]} == {"beds24", "synthesisvr"}
    for account in answer["accounts"]:
        assert account["complete"] is True
        assert account["error"] is None
        assert account["calls"] >= 1 or not account["asked"]
    stay = next(record for record in answer["records"] if record["kind"] == "booking")
    assert stay["start"] == "2026-11-24"
    assert "raw" not in stay
    assert stay["customer"]["name"]


def test_ask_prints_the_reading_the_records_and_the_accounts() -> None:
    result = run("ask", "order TRY0012", "--now", NOW)
    assert result.exit_code == 0
    assert "Jane Smith" in result.stdout
    assert "harbour-spa" in result.stdout
    assert "£46.80" in result.stdout
    assert "has no orders and was not asked" in result.stdout


def test_ask_stops_at_the_limit_and_says_where_the_rest_begins() -> None:
    answer = json.loads(run("ask", "arrivals tomorrow", "--json", "--now", NOW, "--limit", "5").stdout)
    assert len(answer["records"]) == 5
    assert answer["next"] == "5"


def test_a_question_that_is_refused_is_a_sentence_and_exit_code_1() -> None:
    result = run("ask", "arrivals tomorrow", "--venue", "harbor", "--now", NOW)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "no venue called “harbor”" in result.stderr
    assert "harbour, palm, hinoki" in result.stderr or "harbour, hinoki, palm" in result.stderr
    refused = run("ask", "arrivals tomorrow", "--venue", "harbor", "--json", "--now", NOW)
    assert refused.exit_code == 1
    assert "harbor" in json.loads(refused.stdout)["error"]


def test_an_empty_question_gets_five_examples() -> None:
    result = run("ask", "  ", "--now", NOW)
    assert result.exit_code == 1
    assert result.stderr.count("frontdesk ask") == 5


def test_a_missing_text_is_a_matter_of_usage() -> None:
    assert run("ask").exit_code == 2
    assert run("read").exit_code == 2
    assert run("manifest", "--mode", "telepathy").exit_code == 2
    assert run("manifest", "--mode", "http").exit_code == 2


def test_read_asks_nobody() -> None:
    result = run("read", "unpaid orders this week", "--json", "--now", "2026-11-23T09:00", "--zone", "Europe/London")
    assert result.exit_code == 0
    reading = json.loads(result.stdout)
    assert set(reading) == {"understood", "query", "doubts", "rest"}
    assert reading["query"]["kinds"] == ["order"]
    assert reading["query"]["balance"] == "outstanding"


def test_read_jsonl_answers_each_line_and_goes_on_after_a_bad_one() -> None:
    rows = [
        {"id": "a", "text": "arrivals tomorrow", "now": "2026-11-23T09:00:00", "zone": "Asia/Tokyo", "locale": "en-GB"},
        {"id": "b", "text": "today", "ref": "2012-08-10T00:00:00", "tz": "UTC", "locale": "en-US"},
        {"id": "c", "text": "today", "now": NOW, "zone": "Europe/Lodnon", "locale": "en-GB"},
    ]
    lines = [json.dumps(row) for row in rows] + ["{", "[]"]
    result = run("read", "--jsonl", given="\n".join(lines) + "\n")
    assert result.exit_code == 0
    first, second, third, broken, odd = [json.loads(line) for line in result.stdout.splitlines()]
    assert first["id"] == "a"
    assert first["query"]["window"]["start"] == "2026-11-24T00:00:00+09:00"
    assert second["query"]["window"]["start"].startswith("2012-08-10T00:00:00")
    assert third["id"] == "c"
    assert "Europe/Lodnon" in third["error"]
    assert "not JSON" in broken["error"]
    assert "not a JSON object" in odd["error"]


def test_the_manifest_is_the_file_in_the_repository() -> None:
    result = run("manifest")
    assert result.exit_code == 0
    assert result.stdout == (ROOT / "manifest.yml").read_text(encoding="utf-8")
    http = yaml.safe_load(run("manifest", "--mode", "http", "--url", "https://desk.example.com").stdout)
    assert http["settings"]["socket_mode_enabled"] is False
    assert http["settings"]["interactivity"]["request_url"].startswith("https://desk.example.com/")


def test_serve_does_not_start_without_tokens(tmp_path: Path) -> None:
    (tmp_path / "frontdesk.toml").write_text(sandbox.config_toml("http://127.0.0.1:1"), encoding="utf-8")
    result = run("serve")
    assert result.exit_code == 1
    assert "slack.bot_token is empty" in result.stderr
    assert "slack.app_token is empty" in result.stderr


def test_serve_and_check_need_a_configuration() -> None:
    for command in ("serve", "check"):
        result = run(command)
        assert result.exit_code == 1
        assert "There is no configuration" in result.stderr


def test_a_broken_configuration_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    broken = sandbox.config_toml("http://127.0.0.1:1").replace("Europe/London", "Europe/Lodnon")
    assert tomllib.loads(broken)
    (tmp_path / "frontdesk.toml").write_text(broken, encoding="utf-8")
    result = run("ask", "arrivals tomorrow")
    assert result.exit_code == 1
    assert "venues.harbour.zone (frontdesk.toml) is not a time zone" in result.stderr
    assert "Did you mean Europe/London?" in result.stderr


def test_settings_from_variables_alone_are_not_the_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    for key, value in {
        "VENUES__MINE__ZONE": "Europe/London",
        "ACCOUNTS__MINE_SPA__VENDOR": "trybe",
        "ACCOUNTS__MINE_SPA__VENUE": "mine",
        "ACCOUNTS__MINE_SPA__TOKEN": "t",
        "ACCOUNTS__MINE_SPA__SITE_ID": "s",
        "ACCOUNTS__MINE_SPA__BASE_URL": "http://127.0.0.1:9",
        "LIMITS__ATTEMPTS": "1",
    }.items():
        monkeypatch.setenv(f"FRONTDESK_{key}", value)
    answer = json.loads(run("ask", "orders tomorrow", "--json").stdout)
    (account,) = answer["accounts"]
    assert account["account"] in ("mine-spa", "mine_spa")
    assert "could not be reached" in account["error"]


def test_an_unknown_name_says_the_nearest_as_a_whole() -> None:
    refused = json.loads(run("ask", "status:cancelld", "--json", "--now", NOW).stdout)
    assert refused["nearest"] == [word for word in refused["nearest"] if len(word) > 3]
    assert refused["nearest"]


def test_a_port_that_is_taken_and_a_fault_that_is_none_are_sentences() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        taken = run("sandbox", "--port", str(door.getsockname()[1]))
    assert taken.exit_code == 1
    assert "Nothing can listen" in taken.stderr
    assert run("sandbox", "--fault", "nope").exit_code == 2


@pytest.mark.parametrize("line", ['{"id": "x", "text": "tomorrow", "now": "9999-12-31T23:00"}', "[" * 100_000])
def test_a_line_from_the_end_of_time_costs_only_itself(line: str) -> None:
    good = json.dumps({"id": "y", "text": "today", "now": NOW})
    first, second = run("read", "--jsonl", given=f"{line}\n{good}\n").stdout.splitlines()
    assert "error" in json.loads(first)
    assert json.loads(second)["id"] == "y"


def test_the_terminal_says_who_is_who_over_all_systems() -> None:
    said = run("ask", "jane@example.com", "--now", NOW).stdout
    (jane,) = (line for line in said.splitlines() if line.startswith("Jane Smith:"))
    assert "1 booking" in jane
    assert "1 order" in jane
    assert jane.endswith("customer of SynthesisVR, Trybe, AiFi OASIS and Voucherify")


def test_a_time_that_is_none_is_refused() -> None:
    result = run("ask", "arrivals tomorrow", "--now", "tomorrowish")
    assert result.exit_code == 1
    assert "“tomorrowish” is not a time" in result.stderr
