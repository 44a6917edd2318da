"""Beds24: a hotel's bookings."""

from bot.vendors.beds24.adapter import VENDOR

__all__ = ["VENDOR"]
