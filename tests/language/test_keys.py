"""Keys, their values, and what is said of values that do not exist."""

import pytest

from bot.core.errors import UnknownName
from bot.language import Names, read
from tests.language.phrases import LONDON, NAMES, NOW


@pytest.mark.parametrize(
    ("text", "what", "nearest"),
    [
        ("venue:plam arrivals", "venue", "palm"),
        ("vendor:tribe orders", "vendor", "trybe"),
        ("account:palm-sap", "account", "palm-spa"),
        ("status:confirmd", "status", "confirmed"),
        ("limit:many", "limit", None),
    ],
)
def test_an_unknown_value_names_what_exists(text: str, what: str, nearest: str | None) -> None:
    with pytest.raises(UnknownName) as refused:
        read(text, now=NOW, zone=LONDON, names=NAMES)
    assert refused.value.what == what
    assert refused.value.known
    assert refused.value.nearest == nearest


def test_where_nothing_is_known_any_name_is_taken() -> None:
    assert read("venue:anywhere", now=NOW, zone=LONDON, names=Names()).query.venues == ("anywhere",)


def test_a_venue_by_its_name() -> None:
    for text in ("venue:palm", 'venue:"Palm Tree Resort"', "at Palm Tree Resort", "palm tree resort", "PALM"):
        assert read(text, now=NOW, zone=LONDON, names=NAMES).query.venues == ("palm",), text


def test_values_keep_their_own_spelling() -> None:
    query = read('guest:"José Ñúñez" text:"ﬁrst “floor”" room:"Łazienki 3"', now=NOW, zone=LONDON).query
    assert query.customer is not None
    assert (query.customer.name, query.resource) == ("José Ñúñez", ("Łazienki 3",))
