"""The README tells the truth: what is generated is current, and its commands are the ones that CI runs."""

import re
from pathlib import Path

from bot.settings.models import Settings
from tests.docs import reference

ROOT = Path(__file__).parents[2]
TEXT = reference.README.read_text(encoding="utf-8")


def test_the_generated_parts_are_current() -> None:
    assert reference.filled(TEXT) == TEXT, "run: python -m tests.docs.reference"


def test_every_generated_part_has_its_place() -> None:
    for name in reference.PARTS:
        assert f"<!-- {name}: generated -->" in TEXT
        assert f"<!-- {name}: end -->" in TEXT


def test_every_setting_says_what_it_means() -> None:
    rows = re.findall(r"^\| `(\w+)` \| [^|]* \| (.*?) \|$", reference.settings(), flags=re.MULTILINE)
    assert len(rows) > 20
    assert [key for key, meaning in rows if not meaning.strip()] == []


def test_every_section_is_described() -> None:
    for section in Settings.model_fields:
        assert f"`[{section}" in TEXT


def test_ci_runs_the_command_that_the_readme_names() -> None:
    (command,) = [line for line in _code_lines() if line.endswith(".venv/bin/pytest -n auto --dist worksteal")]
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_the_first_command_needs_no_configuration() -> None:
    command = next(line for line in _code_lines() if "frontdesk" in line)
    assert command.startswith("python3.11 -m venv .venv && .venv/bin/pip install -q -c requirements.lock -e . && ")
    assert command.endswith(" .venv/bin/frontdesk demo")
    assert '`.venv/bin/frontdesk ask "arrivals tomorrow"`' in TEXT


def _code_lines() -> list[str]:
    blocks = re.findall(r"```(?:sh|console)?\n(.*?)```", TEXT, flags=re.DOTALL)
    return [line.strip() for block in blocks for line in block.splitlines()]
