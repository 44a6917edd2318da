"""The page's reading of mrkdwn, against Slack's documented rules and against our own escaping."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from bot.slack.escape import mrkdwn
from tests.e2e.conftest import Desk

DRAWN = """async ([module, name, sources]) => {
    const { [name]: draw } = await import(`/static/js/${module}.js`);
    return sources.map((source) => {
        const holder = document.createElement("div");
        holder.append(...draw(source));
        return [holder.innerHTML, holder.textContent];
    });
}"""


@pytest.fixture
def page(counter: Desk) -> Page:
    return counter.go().page


def drawn(page: Page, *sources: str, module: str = "mrkdwn", name: str = "mrkdwn") -> list[list[str]]:
    return [list(each) for each in page.evaluate(DRAWN, [module, name, list(sources)])]


MARKED = {
    "*bold* and _slanted_ and ~gone~": "<strong>bold</strong> and <em>slanted</em> and <s>gone</s>",
    "*bold _both_*": "<strong>bold <em>both</em></strong>",
    "2*3*4 snake_case_name * no * _ no_": "2*3*4 snake_case_name * no * _ no_",
    "*one\ntwo*": "*one<br>two*",
    "`*code* <b>`": "<code>*code* &lt;b&gt;</code>",
    "```\nline *1*\n```": '<pre class="preformatted">line *1*</pre>',
    "&gt; quoted\n> more\nafter": "<blockquote>quoted<br>more</blockquote>after",
    "&lt;b&gt; &amp;amp; &quot;": "&lt;b&gt; &amp;amp; &amp;quot;",
    "<javascript:alert(1)|go>": "&lt;javascript:alert(1)|go&gt;",
    "<b onclick=x>": "&lt;b onclick=x&gt;",
    ":no_such_thing: 10:30:15": ":no_such_thing: 10:30:15",
    "<!date^1764061200^{date_num} {time}|then>": '<time title="then">2025-11-25 09:00</time>',
    "<!date^soon^{time}|then>": '<time title="then">then</time>',
}


def test_marks_are_drawn_as_slack_documents_them(page: Page) -> None:
    assert dict(zip(MARKED, (html for html, _ in drawn(page, *MARKED)), strict=True)) == MARKED


def test_references_name_people_channels_and_addresses(page: Page) -> None:
    ((html, text),) = drawn(
        page, "<@U2SAM> <#C0DESK> <!here> <https://example.com/a?b=1&amp;c=2|the list> <mailto:a@b.example|mail>"
    )
    assert text == "@Sam Okafor #front-desk @here the list mail"
    assert 'href="https://example.com/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer"' in html


WRITTEN = st.text(
    alphabet=st.one_of(st.sampled_from("<>&*_~`:@#!|^\n /hw.a1"), st.characters(exclude_categories=["C", "Zl", "Zp"])),
)


def test_any_text_that_was_escaped_is_shown_as_it_was(page: Page) -> None:
    @settings(max_examples=25, deadline=None)
    @given(st.lists(WRITTEN, min_size=40, max_size=60))
    def shown(texts: list[str]) -> None:
        for text, (html, seen) in zip(texts, drawn(page, *map(mrkdwn, texts)), strict=True):
            assert seen.replace("\u200b", "") == text.replace("\n", "").replace("\u200b", "")
            assert "<" not in html.replace("<br>", "")

    shown()


MARKDOWN = """## Head

Some **bold**, *slanted*, `code` <b>x</b>

- one
  - two
1. first

| a | b |
|---|--:|
| x | 1 |

> quoted

[go](javascript:alert(1))"""
DRAWN_MARKDOWN = (
    "<strong>bold</strong>, <em>slanted</em>, <code>code</code> &lt;b&gt;x&lt;/b&gt;",
    "<ul><li>one<ul><li>two</li></ul></li></ul><ol",
    '<td class="align-left">x</td><td class="align-right">1</td>',
    "<blockquote><p>quoted</p></blockquote>",
    "<span>go</span>",
)


def test_markdown_is_drawn_and_its_html_is_not(page: Page) -> None:
    ((html, _),) = drawn(page, MARKDOWN, module="markdown", name="markdown")
    assert [part for part in DRAWN_MARKDOWN if part not in html] == []
    assert "javascript" not in html
