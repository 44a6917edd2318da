"""What a vendor's `quality.toml` claims, checked against its source, its declarations and its tests.

Each rule of `RULES` is a function that lists what speaks against "done". A vendor for which a rule has no meaning says
`{ exempt = "why" }`.
"""

import ast
import importlib
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.vendors import vendors
from bot.vendors.contract import Request, Support, Vendor
from tests.vendors.suite import VendorSuite

TESTS = Path(__file__).parent
FOLDERS = TESTS.parents[1] / "bot" / "vendors"
FILES = {"__init__.py", "adapter.py", "mapping.py", "routes.py", "offers.py", "quality.toml"}
LONGEST_FILE = 300


def suites() -> Mapping[str, type[VendorSuite]]:
    """The test class of each vendor, by the vendor's name."""
    for path in sorted(TESTS.glob("test_*.py")):
        if "VendorSuite)" in path.read_text(encoding="utf-8"):
            importlib.import_module(f"tests.vendors.{path.stem}")
    return {suite.vendor.name: suite for suite in VendorSuite.__subclasses__()}


@dataclass(frozen=True)
class Candidate:
    """A vendor with its source and its tests."""

    vendor: Vendor[Any]
    suite: type[VendorSuite]

    @cached_property
    def folder(self) -> Path:
        return FOLDERS / self.vendor.name

    @cached_property
    def claims(self) -> Mapping[str, Any]:
        claims: Mapping[str, Any] = tomllib.loads((self.folder / "quality.toml").read_text(encoding="utf-8"))["rules"]
        return claims

    @cached_property
    def trees(self) -> Mapping[str, ast.Module]:
        return {path.name: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(self.folder.glob("*.py"))}

    @cached_property
    def tests(self) -> str:
        return "\n".join(path.read_text(encoding="utf-8") for path in sorted(TESTS.glob(f"test_{self.vendor.name}*.py")))

    def calls(self, name: str) -> Iterator[tuple[str, ast.Call]]:
        """Each call of a function or class of this name, with its place."""
        for file, tree in self.trees.items():
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and _name(node.func) == name:
                    yield f"{file}:{node.lineno}", node

    def made(self, name: str) -> Iterator[tuple[str, ast.Call, frozenset[str | None]]]:
        """Each call that makes one of this class, by itself or by a `partial` of it, with its place and the arguments given."""
        given = {name: frozenset[str | None]()}
        for tree in self.trees.values():
            for node in ast.walk(tree):
                match node:
                    case ast.Assign(targets=[target], value=ast.Call(func=func, args=[first, *_]) as call):
                        if _name(func) == "partial" and _name(first) == name and (called := _name(target)):
                            given[called] = frozenset(keyword.arg for keyword in call.keywords)
                    case _:
                        pass
        for called, already in given.items():
            for place, call in self.calls(called):
                yield place, call, already | {keyword.arg for keyword in call.keywords}

    def names(self) -> Iterator[tuple[str, str]]:
        """Each dotted name that is used, with its place."""
        for file, tree in self.trees.items():
            for node in ast.walk(tree):
                if isinstance(node, ast.Attribute):
                    yield f"{file}:{node.lineno}", ast.unparse(node)

    @cached_property
    def settings(self) -> Any:
        return self.vendor.settings.model_validate(
            {"vendor": self.vendor.name, "venue": "palm", "base_url": "https://vendor.example", **self.suite.keys}
        )


def shape(candidate: Candidate) -> Iterator[str]:
    """Whether a folder has the files that a stranger looks for, none of them too long."""
    for name in sorted(FILES - {path.name for path in candidate.folder.iterdir()}):
        yield f"there is no {name}"
    for path in sorted(candidate.folder.glob("*.py")):
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE:
            yield f"{path.name} has {lines} lines"


def _auth(candidate: Candidate) -> Iterator[str]:
    route = next(iter(candidate.vendor.routes))
    _, path = candidate.vendor.routes[route].split(" ", 1)
    request = Request(route=route, method="GET", path=path)
    if candidate.vendor.access(candidate.settings).sign(request) == request:
        yield f"a request for {route} is the same before and after it is signed"


def _secrets(candidate: Candidate) -> Iterator[str]:
    held = candidate.vendor.access(candidate.settings).secrets
    for name in type(candidate.settings).model_fields:
        value = getattr(candidate.settings, name)
        if isinstance(value, SecretStr) and value.get_secret_value() and value not in held:
            yield f"{name} is a secret that `Access.secrets` does not hold"
    if not held:
        yield "no secret is declared"


def _inherited(*tests: str) -> Callable[[Candidate], Iterator[str]]:
    def check(candidate: Candidate) -> Iterator[str]:
        for test in tests:
            if getattr(candidate.suite, test) is not getattr(VendorSuite, test):
                yield f"{test} of the shared suite is overridden"

    return check


def _paging(candidate: Candidate) -> Iterator[str]:
    if not any(candidate.calls("walk")):
        yield "no list is read by `walk`"
    yield from _inherited("test_it_pages_to_the_last_row", "test_rows_that_shift_between_pages_appear_once")(candidate)


def _impossible(candidate: Candidate) -> Iterator[str]:
    for kind, offer in candidate.vendor.offers.items():
        for name in {*offer.instead, *offer.lacks} & {*offer.filters}:
            yield f"{kind}: {name} is offered and refused"
    yield from _inherited("test_what_it_cannot_do_is_refused_by_name_and_not_asked")(candidate)


def _keyword(name: str, *wanted: str, beside: str | None = None) -> Callable[[Candidate], Iterator[str]]:
    def check(candidate: Candidate) -> Iterator[str]:
        for place, call, given in candidate.made(name):
            # What is spread with `**` cannot be read here, and may hold what is wanted.
            if beside is None or beside in given:
                missing = [one for one in wanted if one not in given]
                yield from (f"{place}: {ast.unparse(call.func)}(…) without {one}=" for one in missing if None not in given)

    return check


def _both(*checks: Callable[[Candidate], Iterator[str]]) -> Callable[[Candidate], Iterator[str]]:
    def check(candidate: Candidate) -> Iterator[str]:
        for each in checks:
            yield from each(candidate)

    return check


def _lenient(candidate: Candidate) -> Iterator[str]:
    """A key that is looked up by `wire["key"]` raises where a vendor leaves it out."""
    for file, tree in candidate.trees.items():
        for node in ast.walk(tree):
            wire = isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load) and _name(node.value) == "wire"
            if wire and isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
                yield f"{file}:{node.lineno}: {ast.unparse(node)} raises where the key is missing"
    yield from _inherited("test_missing_null_and_odd_values_never_raise")(candidate)


def _no_clock(candidate: Candidate) -> Iterator[str]:
    for place, name in candidate.names():
        if name in ("datetime.now", "datetime.utcnow", "date.today", "datetime.today", "time.time"):
            yield f"{place}: {name} reads a clock that is not the errand's"


def _no_statuses(candidate: Candidate) -> Iterator[str]:
    for place, name in candidate.names():
        if name.endswith(".status_code"):
            yield f"{place}: {name} is looked at outside the one place that turns statuses into errors"
    for file, tree in candidate.trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ExceptHandler) and (node.type is None or _name(node.type) in ("Exception", "BaseException")):
                yield f"{file}:{node.lineno}: a broad except"
    faults = [name for name in vars(VendorSuite) if "fault" in name or "broken" in name or "redirect" in name]
    yield from _inherited(*faults)(candidate)


def _injection(candidate: Candidate) -> Iterator[str]:
    if "@given(" not in candidate.tests or "st.text(" not in candidate.tests:
        yield "no property over the texts that people may type is tested"


def _rate(candidate: Candidate) -> Iterator[str]:
    access = candidate.vendor.access(candidate.settings)
    if access.queue is None and access.rate is None:
        yield "neither a queue nor a rate is declared"


def _routes(candidate: Candidate) -> Iterator[str]:
    for place, call in candidate.calls("Request"):
        for keyword in call.keywords:
            if keyword.arg == "path" and isinstance(keyword.value, (ast.Constant, ast.JoinedStr)):
                yield f"{place}: a path that no setting can correct"


def _tried(support: Support) -> Callable[[Candidate], Iterator[str]]:
    def check(candidate: Candidate) -> Iterator[str]:
        cases = candidate.suite.native if support is Support.NATIVE else candidate.suite.local
        tried = {(kind, name) for kind, name, *_ in cases}
        for kind, offer in candidate.vendor.offers.items():
            for name, how in offer.filters.items():
                if how is support and (kind, name) not in tried:
                    yield f"{kind}: no test tries {name}"

    return check


RULES: Mapping[str, Callable[[Candidate], Iterator[str]]] = {
    "auth": _auth,
    "secrets_redacted": _both(_secrets, _inherited("test_the_log_holds_no_key_no_address_and_no_text_of_the_vendor")),
    "paging_to_the_end": _paging,
    "paging_cap": _inherited("test_it_stops_at_the_bound_and_says_so"),
    "native_filters": _both(_tried(Support.NATIVE), _inherited("test_native_filters_are_sent_in_the_vendors_spelling")),
    "local_filters": _both(_tried(Support.LOCAL), _inherited("test_local_filters_are_applied_again")),
    "impossible_named": _impossible,
    "unknown_fields_kept": _both(
        _keyword("Record", "raw", beside="fetched_at"), _inherited("test_unknown_fields_and_states_are_kept_as_they_came")
    ),
    "unknown_status_verbatim": _keyword("Record", "vendor_status", beside="status"),
    "null_fields": _lenient,
    "money_unit": _keyword("Folio", "currency"),
    "zones": _no_clock,
    "faults": _no_statuses,
    "injection": _injection,
    "rate": _rate,
    "routes_overridable": _routes,
}


def candidates() -> list[Candidate]:
    """Every vendor that there is."""
    known = suites()
    return [Candidate(vendor, known[name]) for name, vendor in sorted(vendors().items())]


def _name(node: ast.expr) -> str | None:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return None
