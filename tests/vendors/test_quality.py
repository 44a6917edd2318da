"""A vendor's `quality.toml` says only what is true."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.vendors.quality import FOLDERS, RULES, Candidate, candidates, shape

VENDORS = candidates()


@pytest.mark.parametrize("candidate", VENDORS, ids=lambda each: each.vendor.name)
def test_a_folder_has_what_a_stranger_looks_for(candidate: Candidate) -> None:
    assert list(shape(candidate)) == []


@pytest.mark.parametrize("candidate", VENDORS, ids=lambda each: each.vendor.name)
def test_every_rule_is_done_or_exempt_with_a_reason(candidate: Candidate) -> None:
    assert list(candidate.claims) == list(RULES)
    for rule, claim in candidate.claims.items():
        assert claim == "done" or (list(claim) == ["exempt"] and len(claim["exempt"]) > 20), rule


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("candidate", VENDORS, ids=lambda each: each.vendor.name)
def test_what_is_said_to_be_done_is(candidate: Candidate, rule: str) -> None:
    if candidate.claims[rule] == "done":
        assert list(RULES[rule](candidate)) == []


def test_every_vendor_is_looked_at() -> None:
    assert {each.vendor.name for each in VENDORS} == {path.parent.name for path in FOLDERS.glob("*/adapter.py")}


FALSE = {
    "unknown_fields_kept": "Record(id='7', fetched_at=now)",
    "unknown_status_verbatim": "Record(id='7', status=1, raw=wire)",
    "null_fields": "def read(wire):\n    return wire['id']",
    "money_unit": "Folio(total=1)",
    "zones": "datetime.now()",
    "faults": "try:\n    pass\nexcept Exception:\n    pass",
    "routes_overridable": "Request(route='x', method='GET', path='/orders')",
}


PARTIAL = "self.record = partial(Record, vendor='x', fetched_at=now)\nreader."
PARTLY = {
    "unknown_fields_kept": f"{PARTIAL}record(id='7')",
    "unknown_status_verbatim": f"{PARTIAL}record(id='7', status=1, raw=wire)",
}


@pytest.mark.parametrize(("rule", "source"), [*FALSE.items(), *PARTLY.items()])
def test_a_false_claim_is_found_in_the_source(rule: str, source: str, tmp_path: Path) -> None:
    """Each rule that reads the source is shown a line that breaks it."""
    honest = VENDORS[0]
    (tmp_path / "mapping.py").write_text(source, encoding="utf-8")
    fake = replace(honest)
    fake.__dict__["folder"] = tmp_path
    assert list(RULES[rule](fake))
