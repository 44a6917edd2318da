"""The page with an app that shows everything: what is drawn, pressed, chosen, filled in and refused."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Desk


def open_form(counter: Desk) -> Page:
    page = counter.go().page
    counter.composer.fill("/form now")
    counter.composer.press("Enter")
    expect(page.get_by_role("dialog", name="Move a booking")).to_be_visible()
    return page


def choose(page: Page, label: str, typed: str) -> None:
    page.get_by_role("combobox", name=label, exact=True).click()
    page.keyboard.type(typed)
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")


def test_a_form_is_refused_corrected_and_sent(counter: Desk) -> None:
    page = open_form(counter)
    note = page.get_by_label("Note", exact=True)
    expect(note).to_be_focused()
    note.fill("no")
    page.get_by_role("button", name="Move it").click()
    guests = page.get_by_label("Guests")
    expect(guests).to_have_attribute("aria-invalid", "true")
    expect(guests).to_be_focused()
    guests.fill("3")
    choose(page, "Room", "14")
    page.get_by_label("New day").fill("2026-11-30")
    page.get_by_role("button", name="Move it").click()
    expect(page.get_by_text("“no” is no note.")).to_be_visible()
    expect(note).to_be_focused()
    note.fill("late arrival")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Move it").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(counter.messages("3 guests, Room 14, 2026-11-30").last).to_be_visible()


def test_what_was_typed_outlives_an_update_and_a_pushed_view(counter: Desk) -> None:
    page = open_form(counter)
    page.get_by_label("Note", exact=True).fill("keep me")
    page.get_by_role("button", name="Look again").click()
    expect(page.get_by_text("Looked again.")).to_be_visible()
    expect(page.get_by_label("Note", exact=True)).to_have_value("keep me")
    expect(page.get_by_role("button", name="Look again")).to_be_focused()
    page.get_by_role("button", name="More…").click()
    expect(page.get_by_role("dialog", name="Details")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Move a booking")).to_be_visible()
    expect(page.get_by_label("Note", exact=True)).to_have_value("keep me")
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_every_kind_of_field_can_be_filled(counter: Desk) -> None:
    page = open_form(counter)
    choose(page, "Guest", "lee")
    expect(page.get_by_role("combobox", name="Guest", exact=True)).to_have_text("Janet <b>Lee</b>")
    labels = page.get_by_role("combobox", name="Labels", exact=True)
    choose(page, "Labels", "vip")
    page.keyboard.press("Control+A")
    page.keyboard.type("all")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(labels).to_have_text("VIPAllergy")
    expect(labels).to_be_focused()
    choose(page, "Tell", "aki")
    expect(page.get_by_role("combobox", name="Tell", exact=True)).to_have_text("Aki Tanaka")
    page.get_by_label("By e-mail").check()
    page.get_by_label("Charge a fee").check()
    page.get_by_label("Time").fill("10:15")
    page.get_by_label("Plan").set_input_files({"name": "plan.txt", "mimeType": "text/plain", "buffer": b"a plan"})
    expect(page.get_by_text("plan.txt")).to_be_visible()
    page.get_by_label("E-mail (optional)").fill("not an address")
    page.get_by_label("Guests").fill("12")
    page.get_by_role("button", name="Move it").click()
    expect(page.locator(".input-error")).to_have_count(4)
    page.keyboard.press("Escape")


def test_elements_of_a_message(counter: Desk) -> None:
    page = counter.go(place="C0MANAGERS").page
    message = counter.ask("/show actions")
    message.get_by_role("button", name="Mark arrived").click()
    expect(message).to_contain_text("Order 12: arrived pressed")
    expect(message.get_by_role("button", name="Mark arrived")).to_be_focused()
    message.get_by_role("button", name="More actions", exact=True).click()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(message).to_contain_text("Order 12: rest resend")
    message.get_by_role("combobox", name="Sort").click()
    page.keyboard.type("time")
    page.keyboard.press("Enter")
    expect(message).to_contain_text("Order 12: sort by time")
    expect(message.get_by_role("combobox", name="Sort")).to_have_text("By time")
    message.get_by_label("Choose a date").fill("2026-11-28")
    expect(message).to_contain_text("Order 12: day 2026-11-28")


def test_a_confirmation_that_is_denied_does_nothing(counter: Desk) -> None:
    page = counter.go(place="C0MANAGERS").page
    message = counter.ask("/show actions")
    message.get_by_role("button", name="Cancel…").click()
    dialog = page.get_by_role("dialog", name="Cancel it?")
    expect(dialog.get_by_role("button", name="Keep it")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    message.get_by_role("button", name="Cancel…").click()
    dialog.get_by_role("button", name="Keep it").click()
    expect(message).not_to_contain_text("cancel pressed")
    message.get_by_role("button", name="Cancel…").click()
    dialog.get_by_role("button", name="Cancel the order").click()
    expect(message).to_contain_text("Order 12: cancel pressed")


def test_a_table_sorts_filters_and_pages(counter: Desk) -> None:
    message = counter.go(place="C0MANAGERS").ask("/show table")
    rows = message.get_by_role("row")
    expect(rows).to_have_count(6)
    expect(message).to_contain_text("1–5 of 7")
    message.get_by_role("button", name="Next rows").click()
    expect(message).to_contain_text("6–7 of 7")
    message.get_by_role("button", name="Owes").click()
    expect(message.get_by_role("columnheader", name="Owes")).to_have_attribute("aria-sort", "ascending")
    expect(rows.nth(1)).to_have_text("Guest A£0.00")
    message.get_by_role("button", name="Owes").click()
    expect(rows.nth(1)).to_have_text("Guest E£57.00")
    message.get_by_label("Filter Arrivals").fill("guest c")
    expect(rows).to_have_count(2)


def test_a_chart_is_drawn_and_told(counter: Desk) -> None:
    message = counter.go(place="C0MANAGERS").ask("/show chart")
    expect(message.get_by_role("figure", name="Occupancy").locator("rect")).to_have_count(2)
    message.get_by_text("Show the figures").click()
    expect(message.get_by_role("row", name="Tue 18")).to_be_visible()


def test_threads_files_reactions_and_shortcuts(counter: Desk) -> None:
    page = counter.go(place="C0MANAGERS").page
    question = counter.ask("@kitchen are you there?")
    question.get_by_role("button", name=re.compile("2 replies")).click()
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread.get_by_text("I am here.")).to_be_visible()
    expect(thread.get_by_role("cell", name="Smith, Jane")).to_be_visible()
    question.hover()
    question.get_by_role("button", name="More actions for this message").click()
    page.get_by_role("menuitem", name="Keep as a note").click()
    memo = question.get_by_role("button", name=re.compile("memo"))
    expect(memo).to_have_text("📝1")
    memo.click()
    expect(memo).to_have_text("📝2")
    question.hover()
    question.get_by_role("button", name="Show the JSON of this message").click()
    developer = page.get_by_role("complementary", name="Developer panel")
    expect(developer).to_contain_text('"name": "memo"')
    developer.get_by_role("tab", name="Calls").click()
    expect(developer.get_by_text("reactions.add").first).to_be_visible()


def test_a_home_for_each_person_and_a_window_for_each(counter: Desk) -> None:
    page = counter.go(place="home").page
    expect(page.get_by_role("heading", name="Good morning")).to_be_visible()
    page.get_by_role("button", name=re.compile("You are Mel Kowalska")).click()
    page.get_by_role("menuitemradio", name=re.compile("Gia Rossi")).click()
    expect(page.get_by_role("button", name=re.compile("You are Gia Rossi"))).to_be_visible()
    places = page.get_by_role("navigation", name="Channels and messages")
    expect(places.get_by_role("link", name="front-desk")).to_be_visible()
    expect(places.get_by_role("link", name="managers")).to_have_count(0)


def test_light_and_dark(counter: Desk) -> None:
    page = counter.go().page
    ground = "getComputedStyle(document.querySelector('.main')).backgroundColor"
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(ground) == "rgb(26, 29, 33)"
    page.get_by_role("button", name="Switch to light").click()
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    counter.go()
    assert page.evaluate(ground) == "rgb(255, 255, 255)"


def test_what_people_write_is_text_wherever_it_is_shown(counter: Desk) -> None:
    page = counter.go(place="C0MANAGERS").page
    evil = '<img src=x onerror="document.title=1"> <!channel> <@U2SAM> <https://evil.example|Reset> <script>alert(1)</script> & *b*'
    message = counter.ask(evil)
    expect(message.locator(".text")).to_have_text(evil.replace("*b*", "b").replace("<@U2SAM>", "@Sam Okafor"))
    expect(message.locator("img, script")).to_have_count(0)
    # What a person types is no link with words of its own: an address links to itself.
    expect(message.get_by_role("link")).to_have_text("https://evil.example")
    header = counter.ask("/show <b>bold</b>")
    expect(header.locator("h3")).to_have_text("<b>bold</b>")
    # In a window of its own: the browser also complains of it on the console, which fails a test.
    other = Desk(page.context.new_page(), counter.address).go().page
    refused = other.evaluate("() => { try { document.body.innerHTML = '<b>x</b>'; return false } catch { return true } }")
    assert refused, "the browser itself refuses markup made of text"


def test_what_one_says_another_sees_at_once(counter: Desk) -> None:
    sam = Desk(counter.page.context.new_page(), counter.address).go("U2SAM", "C0GENERAL")
    counter.go("U1MEL", "C0DESK").ask("is room 12 ready?")
    place = sam.page.get_by_role("link", name="front-desk")
    expect(place).to_have_class(re.compile("unread"))
    place.click()
    expect(sam.messages("is room 12 ready?").last).to_be_visible()
    expect(place).not_to_have_class(re.compile("unread"))
