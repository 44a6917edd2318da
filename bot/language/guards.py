"""What numbers and month names stand for when they are no dates: names, rooms, parties, references, how many rows.

These rules run before anything is read as a date.
"""

from bot.core.query import PartySize
from bot.core.states import Axis, Kind
from bot.language.grammar import KEEP, Found, Rules
from bot.language.pieces import Taken
from bot.language.resolve import unit_span
from bot.language.setting import Setting

guards: Rules[Setting] = Rules()

MOST_ROOMS = 20
LONGEST_REFERENCE = 40


# People whose names are months or days.


@guards.rule("named dot? colon? (unknown|month|weekday|holiday)(dash? unknown|month_name){0,2}")
def _(setting: Setting, found: Found) -> object:
    skip = 1
    while setting.tokens[found.line.firsts[found.first + skip]].text in ".:":
        skip += 1
    alone = found.stop - found.first - skip == 1 and not {"unknown", "month_name"} & found.line.values[found.stop - 1].keys()
    title = {"guest", "kind", "single"}.isdisjoint(found.line.values[found.first])
    if alone and not title and not setting.capital(found.line.firsts[found.stop - 1]):
        return KEEP
    return setting.take(found, "name", setting.words(found, skip), skip)


@guards.rule(
    "(?<!dom|of|ordinal|direction)month_name unknown (dash? unknown)?",
    "(?<!dom|of|ordinal|direction)(month|weekday) name (dash? name)?",
)
def _(setting: Setting, found: Found) -> object:
    if not setting.capital(found.line.firsts[found.first]) and "month_name" not in found.line.values[found.first]:
        return KEEP
    return setting.take(found, "name", setting.words(found))


@guards.rule("booked_in (?=the? past)")
def _(setting: Setting, found: Found) -> object:
    """As "who booked in the last hour", beside "who is booked in tomorrow"."""
    return setting.take(found, "axis", Axis.CREATED)


@guards.rule("name month_name (?!dom|year|ordinal|comma|dot|dash)")
def _(setting: Setting, found: Found) -> object:
    both = setting.capital(found.line.firsts[found.stop - 1])
    return setting.take(found, "name", setting.words(found)) if both and found.first else KEEP


@guards.rule("(?<=for)month_name (?!dom|year|ordinal|comma|dot|dash|to)")
def _(setting: Setting, found: Found) -> object:
    """As "For May" is a person, "for may" the month; takings are for a month either way."""
    money = any(values.get("axis") is Axis.REVENUE for values in found.line.values)
    shouted = setting.text.isupper() or setting.text.istitle()
    if not setting.capital(found.line.firsts[found.first]) or money or shouted:
        return KEEP
    token = found.line.firsts[found.first]
    month = found.line.values[found.first].get("month", 0)
    year = setting.today.year + (month < setting.today.month)
    setting.alternatives.append((token, token, f"{setting.raw(token, token)} {year}"))
    return setting.take(found, "name", setting.words(found))


@guards.rule("(?<!of)modal (?=not|(?!joins)noise)", "(?<=number)modal (?=unknown)")
def _(setting: Setting, found: Found) -> object:
    """As in "guests who may not come": a verb."""
    before = found.line.firsts[found.first] - 1
    return KEEP if before >= 0 and setting.tokens[before].text[0].isdigit() else Taken()


@guards.rule("unknown colon (dmy|ymd|ym|pair|number|long|decimal|phone|dash|plus|slash|dot){1,9}")
def _(setting: Setting, found: Found) -> object:
    """As in "tel: 138-2010" and "version: 1.10.30": the value of something else."""
    return setting.take(found, "text", setting.words(found))


@guards.rule("p=particle (?=and|comma|stop|noise|balance|status|stage|not)", "p=particle (?!.)")
def _(setting: Setting, found: Found, p: str) -> object:
    """As in "wer reist morgen ab": the end of a verb, not "from"."""
    return _left_over(setting, found, Axis.START if p == "start" else Axis.END)


@guards.rule("x=direction week_of (?!.)")
def _(setting: Setting, found: Found, x: int) -> object:
    """As in "wer reist diese Woche ab", which is no "Woche ab 7.12."."""
    week = unit_span(setting, "week", x)
    return KEEP if week is None or _left_over(setting, found, Axis.END) is KEEP else week


def _left_over(setting: Setting, found: Found, axis: Axis) -> object:
    verb = next((values["splits"] for values in found.line.values[: found.first] if "splits" in values), None)
    if verb is None:
        return KEEP
    if verb != "expire":
        setting.take(found, "staying", True)
    return setting.take(found, "axis", Axis.EXPIRES if verb == "expire" else axis)


@guards.rule(
    "p=past (?=(noise|unknown){0,2} (k=kind|b=any_kind|a=axis))", "c=coming (?=(noise|unknown){0,2} (k=kind|b=any_kind|a=axis))"
)
def _(
    setting: Setting,
    found: Found,
    p: str | None = None,
    c: str | None = None,
    k: Kind | None = None,
    b: str | None = None,
    a: Axis | None = None,
) -> object:
    """As in "next arrival", "next yoga class" and "last booking": one of them."""
    place = found.stop
    while found.line.values[place].keys().isdisjoint(("kind", "any_kind", "axis")):
        place += 1
    section, key = ("kind", k) if k is not None else ("axis", a) if a is not None else ("any_kind", b)
    if key is None or "gone_by" in found.line.values[found.first]:
        return KEEP
    if not setting.singular(section, key, found.line.lasts[place]):
        # "Les dernières réservations": the latest ones; a weekday or a unit would have made it a date.
        return setting.take(found, "newest", True) if p is not None and a is None else KEEP
    return setting.take(found, "soonest" if c is not None else "latest", 1)


# How many people.


@guards.rule(
    "more_than n=number person", "less_than k=number person", "at_least a=number person", "at_most b=number person",
    "a=number (or_more|plus) person", "a=number person or_more", "c=number (dash|to) d=number person",
    "x=number person (and|comma|plus)* y=number person", "e=number person",
    "(party|group) of? more_than n=number",
    "(party|group) of? less_than k=number",
    "(party|group) of? at_least a=number",
    "(party|group of) a=number (or_more|plus)",
    "(party|group of) e=number", "for e=number (?!number_follows|oclock|meridiem|dash|to|dot|dom|hour_mark)",
    "couples (?!unknown)",
)  # fmt: skip
def _(
    setting: Setting,
    found: Found,
    n: int | None = None,
    k: int | None = None,
    a: int | None = None,
    b: int | None = None,
    c: int | None = None,
    d: int | None = None,
    e: int | None = None,
    x: int | None = None,
    y: int | None = None,
) -> object:
    e = x + y if x is not None and y is not None else e
    least = n + 1 if n is not None else a if a is not None else c if c is not None else e
    most = k - 1 if k is not None else b if b is not None else d if d is not None else e
    if all(x is None for x in (n, k, a, b, c, d, e)):
        least = most = 2
    setting.dining = setting.dining or "dining" in found.line.values[found.first]
    if max(least or 0, most or 0) > 10_000 or (least is not None and most is not None and least > most) or (most or 0) < 0:
        return KEEP
    return setting.take(found, "party", PartySize(min=least, max=most))


@guards.rule("group hash? (long|ref_number|number) (?!unit|person|rows|month|of|colon|kind|any_kind|oclock|meridiem)")
def _(setting: Setting, found: Found) -> object:
    """As "group 900018": the bookings of one group; a small number is how many come."""
    digits = setting.raw(found.line.firsts[found.stop - 1], found.line.lasts[found.stop - 1])
    return setting.take(found, "group", digits, found.stop - found.first - 1) if digits.isdigit() and len(digits) > 2 else KEEP


@guards.rule("group")
def _(setting: Setting, found: Found) -> object:
    return setting.take(found, "party", PartySize(min=6))


# Where.


@guards.rule(
    "(present the?)? room hash? number (comma? (dash|(?!at)to|and|comma) number (?!hour_mark|oclock|meridiem|person)){0,19}",
    "(present the?)? room code ((and|comma) code){0,9}",
    "(present the?)? room name (name|number)?",
    "(present the?)? place number",
)
def _(setting: Setting, found: Found) -> object:
    line, first = found.line, found.first
    while line.values[first].keys().isdisjoint(("room", "place")):
        setting.take(Found(line, first, first + 1), "inside", True)
        first += 1
    found = Found(line, first, found.stop)
    part = "location" if "place" in line.values[first] else "resource"
    if "lodging" in line.values[first]:
        setting.take(Found(line, first, first + 1), "lodging", True)
    items = line.values[first + 1 : found.stop]
    if "name" in items[0]:
        return setting.take(found, part, (setting.words(found, 1),), 1)
    names: list[str] = []
    for place, item in enumerate(items, first + 1):
        if "number" not in item and "code" not in item:
            continue
        name = setting.raw(found.line.firsts[place], found.line.lasts[place])
        before = found.line.values[place - 1]
        if names and ("dash" in before or "to" in before) and names[-1].isdigit() and name.isdigit():
            names += [str(number) for number in range(int(names[-1]) + 1, min(int(name), int(names[-1]) + MOST_ROOMS))]
        names.append(name)
    return setting.take(found, part, tuple(names[:MOST_ROOMS]))


# References.


@guards.rule(
    "single hash? (number|long|compact) (?!unit|person|rows|month|of|colon|kind|any_kind|oclock|meridiem|dash number)",
    "single hash? number (dash number)+ (?!of? month|to|dash)",
    "single hash? code (dash (code|number|unknown)){0,5}",
    "single name (dash (name|number|code))*",
)
def _(setting: Setting, found: Found) -> object:
    """As "order 4512", "invoice 2026-114", "voucher ABCD-EFGH"."""
    head = found.line.values[found.first]
    start = found.first + (2 if "hash" in found.line.values[found.first + 1] else 1)
    digits = setting.raw(found.line.firsts[start], found.line.lasts[found.stop - 1])
    letters = "name" in found.line.values[start]
    if (
        " " in digits
        or len(digits) < 2
        or ("code" not in found.line.values[start] and not letters and digits[0] not in "0123456789")
    ):
        return KEEP
    if letters and (digits != digits.upper() or setting.text.isupper() or head.get("kind") is not Kind.VOUCHER):
        return KEEP
    if found.stop - start > 1 and not letters and "kind" not in head and digits.count("-") and len(digits) < 6:
        return KEEP
    if "kind" in head:
        setting.take(Found(found.line, found.first, found.first + 1), "kind_of_ref", (head["kind"],))
    return setting.take(found, "ref", digits, start - found.first)


@guards.rule("long", "ref_number")
def _(setting: Setting, found: Found) -> object:
    digits = setting.words(found)
    return setting.take(found, "ref", digits) if len(digits) <= LONGEST_REFERENCE else Taken()


@guards.rule(
    "(code|unknown) (dash (code|number|unknown|month|holiday)){1,5}",
    "(month|holiday|weekday|number) dash (code|number|unknown) (dash (code|number|unknown)){0,4}",
)
def _(setting: Setting, found: Found) -> object:
    """As "BK-2026-001" and "XMAS-2026-ABC": capitals, digits and hyphens without a space, and something that is no date."""
    words = setting.words(found)
    foreign = any(not {"code", "unknown"}.isdisjoint(values) for values in found.line.values[found.first : found.stop])
    if words.upper() != words or not any(c.isdigit() for c in words) or not any(c.isalpha() for c in words) or " " in words:
        return KEEP
    return setting.take(found, "ref", words) if foreign else KEEP


@guards.rule("code", "uuid", "hash number")
def _(setting: Setting, found: Found) -> object:
    return setting.take(found, "ref", setting.words(found).lstrip("#"), found.stop - found.first - 1)


@guards.rule("contact colon? (?=phone|email)")
def _() -> object:
    return Taken()


@guards.rule("(by|per) (?!day_unit direction)unit (?!direction|over_next|of|and)")
def _() -> object:
    """As in "bookings by day": it asks how to group them, not until when."""
    return Taken()


@guards.rule("holiday (?=unknown{0,2} k=kind)", "(month|holiday) (?=unknown{0,2} campaign_word)")
def _(setting: Setting, found: Found, k: Kind | None = None) -> object:
    """As in "christmas vouchers": what they are called, not when they were made."""
    return setting.take(found, "text", setting.words(found)) if k in (None, Kind.VOUCHER, Kind.CAMPAIGN, Kind.PRODUCT) else KEEP


@guards.rule(
    "question noise{0,2} name (?=noise{0,2} (axis|status|states|unused|available|failing))",
    "(why|asks) noise{0,2} name (?=noise{0,2} failing)",
)
def _(setting: Setting, found: Found) -> object:
    """As in "is ABC redeemed": capitals alone are a code where its state is asked for."""
    code = setting.raw(found.line.firsts[found.stop - 1], found.line.lasts[found.stop - 1])
    if not code.isupper() or len(code) < 3 or setting.text.isupper():
        return KEEP
    setting.question = "question" in found.line.values[found.first]
    return setting.take(found, "ref", code, found.stop - found.first - 1)


@guards.rule("email")
def _(setting: Setting, found: Found) -> object:
    return setting.take(found, "email", setting.words(found))


@guards.rule("phone")
def _(setting: Setting, found: Found) -> object:
    return setting.take(found, "phone", setting.words(found))


@guards.rule("label")
def _(setting: Setting, found: Found) -> object:
    return setting.take(found, "label", (setting.words(found).lstrip("#"),))


@guards.rule("quoted")
def _(setting: Setting, found: Found) -> object:
    words = setting.words(found)[1:-1].strip()
    return setting.take(found, "name", words) if words else Taken()


# How many rows.


@guards.rule(
    "p=past n=number (?=(status|balance|noise|new|channel)? (kind|any_kind|guest|axis|status))",
    "c=coming n=number (?=(status|balance|noise|new|channel)? (kind|any_kind|guest|axis|status))",
    "newest n=number (?=(status|balance|noise|new|channel)? (kind|any_kind|guest|axis|status))",
    "the? top n=number (?!unit|month|weekday|person|of|length)",
    "n=number p=past (?=(kind|any_kind|guest|axis|status))",
    "n=number c=coming (?=(kind|any_kind|guest|axis|status))",
    "n=number rows",
)
def _(setting: Setting, found: Found, n: int, p: str | None = None, c: str | None = None) -> object:
    if not 1 <= n <= 10_000:
        return KEEP
    first = found.line.values[found.first]
    return setting.take(found, "soonest" if c else "latest" if p or "newest" in first else "limit", n)
