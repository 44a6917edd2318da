"""Frontdesk itself, used by people through the page: ask, go on, be answered in a thread, all by keyboard."""

import re

from playwright.sync_api import Locator, expect

from tests.e2e.conftest import Desk


def back_to(target: Locator) -> None:
    """Go back by Tab from the composer to something in the newest message."""
    for _ in range(12):
        target.page.keyboard.press("Shift+Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    expect(target).to_be_focused()


def test_the_first_visit_offers_six_questions_and_a_press_answers_for_the_visitor_alone(desk: Desk) -> None:
    desk.go()
    asks = desk.messages("Ask the way you would ask a colleague").get_by_role("button", name="Ask")
    expect(asks).to_have_count(6)
    asks.first.click()
    answer = desk.messages("Only visible to you").last
    expect(answer).to_contain_text("I read:")
    desk.go("U2SAM")
    expect(desk.messages("Ask the way")).to_be_visible()
    expect(desk.messages("Only visible to you")).to_have_count(0)


def test_a_slash_command_is_answered_and_paged(desk: Desk) -> None:
    answer = desk.go().ask("/desk arrivals next 7 days")
    expect(answer).to_contain_text("Only visible to you")
    expect(answer).to_contain_text(re.compile(r"1–10 of \d+"))
    answer.get_by_role("button", name="More", exact=True).click()
    expect(answer).to_contain_text(re.compile(r"11–20 of \d+"))
    # The message was replaced under the button: the focus is still in it, for those who cannot see where it went.
    expect(answer.locator(":focus")).to_have_count(1)
    answer.get_by_role("button", name="Previous").click()
    expect(answer).to_contain_text(re.compile(r"1–10 of \d+"))


def test_everything_can_be_done_by_keyboard(desk: Desk) -> None:
    page = desk.go().page
    before = desk.messages().count()
    expect(desk.composer).to_be_focused()
    page.keyboard.type("/de")
    expect(page.get_by_role("option", name="/desk")).to_be_visible()
    page.keyboard.press("Tab")
    expect(desk.composer).to_have_value("/desk ")
    page.keyboard.type("arrivals next 7 days")
    page.keyboard.press("Enter")
    answer = desk.messages().nth(before)
    expect(answer.get_by_role("button", name="More", exact=True)).to_be_visible()
    more = answer.get_by_role("button", name="More", exact=True)
    back_to(more)
    page.keyboard.press("Enter")
    expect(answer).to_contain_text(re.compile(r"11–20 of \d+"))
    answer.focus()
    page.keyboard.press("ArrowUp")
    expect(desk.messages().nth(before - 1)).to_be_focused()
    page.keyboard.press("End")
    expect(answer).to_be_focused()


def test_a_mention_is_answered_in_its_thread_and_masked(desk: Desk) -> None:
    page = desk.go(place="C0HARBOUR").page
    desk.composer.press_sequentially("@fro")
    expect(page.get_by_role("option", name="Frontdesk")).to_be_visible()
    desk.composer.press("Enter")
    question = desk.ask("@frontdesk arrivals tomorrow")
    question.get_by_role("button", name=re.compile("1 reply")).click()
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread.locator(".message").nth(1)).to_contain_text("I read:")
    expect(thread.get_by_label("Reply…")).to_be_focused()
    page.keyboard.press("Escape")
    expect(thread).to_be_hidden()


def test_words_of_guests_stay_text(desk: Desk) -> None:
    """The sandbox's guests have names like `<!channel> Bobby` and `<script>`; none becomes a mention, a link or an element."""
    answer = desk.go().ask("/desk arrivals next 7 days guest:bobby")
    expect(answer).to_contain_text("<!channel> Bobby · ")
    expect(answer.locator(".mention, a, script, img")).to_have_count(0)


def test_what_is_not_a_command_is_told_by_slackbot(desk: Desk) -> None:
    refusal = desk.go("U3AKI").ask("/dsk arrivals")
    expect(refusal).to_contain_text("Slackbot")
    expect(refusal).to_contain_text("/dsk")


def test_a_record_is_opened_and_its_question_refined_in_a_form(desk: Desk) -> None:
    page = desk.go(place="C0HARBOUR").page
    answer = desk.ask("/desk arrivals next 7 days guest:bobby")
    answer.get_by_role("button", name="Open").first.click()
    record = page.get_by_role("dialog")
    expect(record).to_contain_text("<!channel> Bobby")
    page.keyboard.press("Escape")
    expect(record).to_be_hidden()
    expect(answer.get_by_role("button", name="Open").first).to_be_focused()
    answer.get_by_role("button", name="Refine").click()
    form = page.get_by_role("dialog", name="Refine the question")
    name = form.get_by_label("Guest's name")
    expect(name).to_have_value("bobby")
    name.fill("smith")
    form.get_by_role("button", name="Ask again").click()
    expect(form).to_be_hidden()
    expect(desk.messages("guest “smith”").last).to_be_visible()


def test_a_guest_of_the_workspace_is_refused(desk: Desk) -> None:
    refusal = desk.go("U4GIA", "C0HARBOUR").ask("/desk arrivals tomorrow")
    expect(refusal).to_contain_text("I do not answer guests of this workspace")
    expect(refusal.get_by_role("button", name="Open")).to_have_count(0)


def test_a_table_an_export_and_the_home(desk: Desk) -> None:
    page = desk.go("U2SAM", "C0HARBOUR").page
    answer = desk.ask("/desk arrivals tomorrow")
    answer.get_by_role("button", name="As table").click()
    expect(answer.get_by_role("columnheader", name="Name")).to_be_visible()
    answer.get_by_role("button", name="Export").click()
    app = page.get_by_role("link", name=re.compile("Frontdesk"))
    expect(app.get_by_label("1 unread")).to_be_visible()
    app.click()
    expect(desk.messages().last.get_by_role("link", name=re.compile("csv", re.IGNORECASE))).to_be_visible()
    page.get_by_role("link", name="Home", exact=True).click()
    expect(page.get_by_role("region", name="Home")).to_contain_text("Harbour House")
