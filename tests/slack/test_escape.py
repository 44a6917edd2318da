"""Nothing that comes from outside becomes markup, and what people typed comes back as they typed it."""

import html
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.masking import mask
from bot.slack.escape import ZERO_WIDTH, bold, clip, decode, mrkdwn, one_line

ANY = st.text() | st.text(alphabet="<>&*_~`:!@# \nab|", max_size=40)


@given(ANY)
@example("<!channel>")
@example("&lt;!here&gt;")
@example("a\n> quote")
def test_any_text_is_shown_as_it_is(text: str) -> None:
    escaped = mrkdwn(text)
    assert not re.search(r"[<>]", escaped)
    assert not re.search(r"&(?!amp;|lt;|gt;)", escaped)
    assert not re.search(rf"(?<!{ZERO_WIDTH})[*_~`]|[*_~`](?!{ZERO_WIDTH})", escaped)
    assert not re.search(r":[a-z0-9_+'-]+:", escaped)
    assert not re.search(r"(?m)^\s*&gt;", escaped)


@pytest.mark.parametrize("text", ["https://evil.example", "HTTP://x", "www.evil.example", "@here", "all @channel!", "@everyone"])
def test_a_bare_address_or_mention_does_not_work(text: str) -> None:
    assert not re.search(r"\w://|www\.|@(here|channel|everyone)", mrkdwn(text), re.IGNORECASE)


@given(st.text(alphabet=st.characters(blacklist_categories=["C", "Z"]), max_size=60))
def test_escaping_takes_nothing_away(text: str) -> None:
    assert html.unescape(mrkdwn(text)).replace(ZERO_WIDTH, "") == text.replace(ZERO_WIDTH, "")


@given(ANY)
def test_bold_holds_on_one_line(text: str) -> None:
    marked = bold(text)
    assert "\n" not in marked
    assert marked == "" or (marked[0] == marked[-1] == "*" and marked.count("*") == 2 + one_line(text).count("*"))


@given(st.text(), st.integers(1, 50))
def test_a_clipped_text_fits_and_says_that_it_was_cut(text: str, longest: int) -> None:
    clipped = clip(text, longest)
    assert len(clipped) <= longest
    assert clipped == text or clipped.endswith("…")


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("<@UBOT> arrivals", "arrivals"),
        ("<@UBOT|frontdesk> arrivals <@UBOT>", "arrivals"),
        ("with <@U1|anna>", "with @anna"),
        ("<#C1|vip> guests", "#vip guests"),
        ("see <https://x.example/a?b=1&amp;c=2>", "see https://x.example/a?b=1&c=2"),
        ("<http://example.com|example.com>", "example.com"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("<mailto:a@b.example>", "a@b.example"),
        ("<tel:+447700900123|+44 7700 900123>", "+44 7700 900123"),
        ("<!here> <!subteam^S1|@desk>", "@here @desk"),
        ("<!date^1700000000^{date}|Fri>", "Fri"),
        ("Marks &amp; Co &lt;3 &amp;lt;", "Marks & Co <3 &lt;"),
        ("3\u00a0nights", "3 nights"),
    ],
)
def test_what_was_typed_comes_back(sent: str, typed: str) -> None:
    assert decode(sent, "UBOT") == typed


@given(ANY)
def test_decoding_any_text_ends(text: str) -> None:
    assert isinstance(decode(text), str)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("jane.doe@example.co.uk", "j•••@example.co.uk"),
        ("call +44 7700 900123 now", "call •••• 123 now"),
        ("07700900123", "•••• 123"),
        ("0044 7700 900123", "•••• 123"),
        ("415-555-0123", "•••• 123"),
    ],
)
def test_addresses_and_numbers_are_hidden(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-24T10:00:00Z",
        "B0001",
        "12345678",
        "TRY0012",
        "22:30",
        "£1,120.00",
        "Room 12",
        "01234567-89ab-cdef-0123-456789abcdef",
    ],
)
def test_dates_references_and_amounts_stay(text: str) -> None:
    assert mask(text) == text
