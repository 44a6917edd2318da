"""`frontdesk act` and `frontdesk log`, as a script would use them, on a sandbox that is served beside them."""

import asyncio
import json
import os
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot import sandbox
from bot.cli import app
from bot.sandbox import Fault
from bot.store.database import store_url
from bot.store.journal import Entry
from bot.store.store import open_store

NOW = "2026-11-23T09:00:00+00:00"
JANE = "harbour-spa/order/5f0000000000000000000012"


@pytest.fixture(autouse=True)
def _nothing_configured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("FRONTDESK_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def faults() -> dict[str, Fault]:
    """What makes an account of the sandbox misbehave."""
    return {}


@pytest.fixture
def config(tmp_path: Path, faults: dict[str, Fault]) -> Iterator[Path]:
    """A configuration of a sandbox that lives as long as the test."""
    ready, stop, loop = threading.Event(), asyncio.Event(), asyncio.new_event_loop()
    file = tmp_path / "frontdesk.toml"

    async def serve() -> None:
        async with sandbox.serve(sandbox.create_app(lambda: datetime.fromisoformat(NOW), faults=faults)) as address:
            file.write_text(sandbox.config_toml(address), encoding="utf-8")
            ready.set()
            await stop.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    assert ready.wait(10)
    yield file
    loop.call_soon_threadsafe(stop.set)
    thread.join()
    loop.close()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def act(config: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    result = run("act", *arguments, "--config", str(config), "--now", NOW, "--json")
    assert result.stdout, (result.stderr, result.exception)
    return result.exit_code, json.loads(result.stdout)


def test_an_action_is_shown_then_done_then_in_the_log(config: Path) -> None:
    code, shown = act(config, "cancel", JANE)
    assert (code, shown["outcome"], shown["reference"]) == (0, "not_done", None)
    assert "Paid £31.20" in " ".join(shown["preview"]["will"])
    code, done = act(config, "cancel", JANE, "--yes")
    assert code == 0
    assert set(done) == {"outcome", "why", "record", "reference"}
    assert (done["outcome"], done["record"]["status"]) == ("done", "cancelled")
    code, again = act(config, "cancel", JANE, "--yes")
    assert (code, again["outcome"], again["record"]["status"]) == (1, "not_done", "cancelled")
    assert "already reads “cancelled”, by the operator at 09:00" in again["why"]
    log = json.loads(run("log", "--json", "--config", str(config)).stdout)
    (line,) = log["lines"]
    assert (line["event"], line["via"], line["reference"], log["open"]) == ("done", "terminal", done["reference"], [])
    assert "the operator" in run("log", "--config", str(config)).stdout
    assert (config.parent / "frontdesk.db").exists()


def test_an_unknown_end_is_closed_by_what_the_operator_found(config: Path, faults: dict[str, Fault]) -> None:
    faults["harbour-spa"] = Fault("reset")
    code, unknown = act(config, "cancel", JANE, "--yes")
    assert (code, unknown["outcome"]) == (1, "unknown")
    faults.clear()
    ref = unknown["reference"]
    assert f"frontdesk settle {ref} --done" in run("log", "--config", str(config)).stdout
    looked = run("settle", ref, "--config", str(config), "--now", NOW, "--json")
    assert (looked.exit_code, json.loads(looked.stdout)["outcome"]) == (1, "unknown")
    said = run("settle", ref.lower(), "--not-done", "--config", str(config), "--now", NOW)
    assert (said.exit_code, said.stdout) == (0, f"↺ Not done. The operator looked: it was not done. (ref {ref})\n")
    log = json.loads(run("log", "--json", "--ref", ref, "--config", str(config)).stdout)
    assert ([line["event"] for line in log["lines"]], log["open"]) == (["resolved", "unknown"], [])
    again = run("settle", ref, "--done", "--config", str(config), "--now", NOW)
    assert (again.exit_code, "There is no action of reference" in again.stderr) == (1, True)


def test_what_a_killed_process_had_only_written_down_does_not_hold_up_its_record(config: Path) -> None:
    account, kind, id = JANE.split("/")
    left = Entry(
        id="1", key="1", reference="7F3KQ", workspace="", account=account, kind=kind, record=id, venue="harbour", vendor="trybe",
        name="cancel", given={}, token="0.a.b", by="operator", by_name="the operator", actor={}, via="terminal",
        asked_at=datetime.fromisoformat(NOW),
    )  # fmt: skip

    async def write_down() -> None:
        async with open_store(store_url(None, config)) as store:
            await store.journal.begin(left)

    asyncio.run(write_down())
    code, done = act(config, "lock", JANE, "--yes")
    assert (code, done["outcome"]) == (0, "done")
    log = json.loads(run("log", "--json", "--config", str(config)).stdout)
    assert ([line["event"] for line in log["lines"]], log["open"]) == (["done", "not_done"], [])


def test_a_choice_and_a_time_may_be_given_as_the_text(config: Path) -> None:
    code, labelled = act(config, "label", JANE, "--text", "vip", "--yes")
    assert (code, [label["name"] for label in labelled["record"]["labels"]]) == (0, ["Hotel guest", "VIP"])
    code, refused = act(config, "label", JANE, "--text", "nonsense", "--yes")
    assert (code, refused["outcome"]) == (1, "not_done")
    assert "“nonsense” is not one of its choices: Birthday (" in refused["why"]


def test_what_cannot_be_done_is_not_done_with_the_reason() -> None:
    result = run("act", "refund", JANE, "--amount", "999999", "--yes", "--json", "--now", NOW)
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert told["outcome"] == "not_done"
    assert "is more than the £31.20 that are left" in told["why"]
    missing = run("act", "cancel", "harbour-spa/order/5f0000000000000000009999", "--yes", "--json", "--now", NOW)
    assert (missing.exit_code, json.loads(missing.stdout)["outcome"]) == (1, "not_done")


def test_what_is_no_action_or_no_record_is_wrong_usage() -> None:
    assert run("act", "destroy", JANE).exit_code == 2
    assert "no action" in run("act", "destroy", JANE).stderr
    assert run("act", "cancel", "harbour-spa/5f12").exit_code == 2
    assert run("act", "cancel", "harbour-spa/orders/5f12").exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("canel", JANE), "“canel” is no action; did you mean cancel? Known: cancel, restore, "),
        (("cancel", "harbour-spa/orders/5f12"), "“orders” is no kind of record; did you mean order? Known: booking, order, "),
        (("cancel", "TRY0012"), "“TRY0012” is no record: write it as account/kind/id, as `ask --json` names them"),
        (("cancel", "harbour-spa//5f12"), "“harbour-spa//5f12” is no record: write it as account/kind/id"),
    ],
)
def test_wrong_usage_names_the_word_and_the_nearest_one_and_is_one_object_for_a_script(
    arguments: tuple[str, str], why: str
) -> None:
    told = run("act", *arguments, "--json")
    assert (told.exit_code, told.stderr) == (2, "")
    said = json.loads(told.stdout)
    assert (said["outcome"], said["record"], said["reference"]) == ("not_done", None, None)
    assert said["why"].startswith(why)
    assert why in run("act", *arguments).stderr
