"""What a record is and what state it is in: kind, and three axes that are never folded together.

The axes are the lifecycle (`Status`), the stage on the day (`Stage`) and what is owed (`Balance`).
A vendor's own word is always kept beside them, because these lists are ours and not the vendors'.
"""

from enum import StrEnum


class Kind(StrEnum):
    """What a record is."""

    BOOKING = "booking"
    ORDER = "order"
    APPOINTMENT = "appointment"
    SESSION = "session"
    CUSTOMER = "customer"
    VOUCHER = "voucher"
    ARCADE_SESSION = "arcade_session"
    GOODS_SALE = "goods_sale"
    SHOP_SESSION = "shop_session"
    REDEMPTION = "redemption"
    PUBLICATION = "publication"
    AVAILABILITY = "availability"
    FREE_ROOM = "free_room"
    ORDER_ITEM = "order_item"
    SESSION_BOOKING = "session_booking"
    PAYMENT = "payment"
    EMAIL = "email"
    MEMBERSHIP = "membership"
    STAFF = "staff"
    ROOM = "room"
    PLACE = "place"
    LABEL = "label"
    CAMPAIGN = "campaign"
    PRODUCT = "product"
    CONTEST = "contest"
    REPORT = "report"


class Report(StrEnum):
    """Which report a record of kind `REPORT` is a row of."""

    RUN_SHEET = "run_sheet"
    NO_SHOWS = "no_shows"
    CHARGES = "charges"
    ITEMS_SOLD = "items_sold"
    STATS = "stats"
    STAFF_UTILISATION = "staff_utilisation"
    ROOM_UTILISATION = "room_utilisation"
    REVENUE = "revenue"
    OCCUPANCY = "occupancy"


class Unit(StrEnum):
    """What a figure of a report counts. `MONEY` is in the smallest unit of the figure's currency."""

    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    MINUTES = "minutes"


class Status(StrEnum):
    """Where a record is in its life. `UNKNOWN` when the vendor's word has no place here; it is then shown verbatim."""

    ENQUIRY = "enquiry"
    PENDING = "pending"
    CONFIRMED = "confirmed"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"
    EXPIRED = "expired"
    BLOCKED = "blocked"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Stage(StrEnum):
    """Where the guest is today. `UNKNOWN` where the vendor records no arrival; never derived from dates."""

    NOT_ARRIVED = "not_arrived"
    ARRIVED = "arrived"
    IN_PROGRESS = "in_progress"
    DEPARTED = "departed"
    UNKNOWN = "unknown"


class Balance(StrEnum):
    """Whether something is still owed."""

    OUTSTANDING = "outstanding"
    NONE = "none"


class Channel(StrEnum):
    """How a booking was made. The channel's own name ("Booking.com") stands beside it."""

    ONLINE = "online"
    IN_HOUSE = "in_house"
    OTA = "ota"
    UNKNOWN = "unknown"


class Axis(StrEnum):
    """Which date of a record a window speaks of."""

    START = "start"
    END = "end"
    OVERLAP = "overlap"
    CREATED = "created"
    MODIFIED = "modified"
    EXPIRES = "expires"
    REDEEMED = "redeemed"
    REVENUE = "revenue"


class Grain(StrEnum):
    """How finely a window was named. `INSTANT` means that an end is "now" rather than a time on the venue's wall."""

    INSTANT = "instant"
    MINUTE = "minute"
    HOUR = "hour"
    PART = "part"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
