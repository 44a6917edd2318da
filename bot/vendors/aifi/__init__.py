"""AiFi OASIS: the shopping sessions, orders and customers of autonomous stores."""

from bot.vendors.aifi.adapter import VENDOR

__all__ = ["VENDOR"]
