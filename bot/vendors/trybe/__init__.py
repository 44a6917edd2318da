"""Trybe: a spa's orders, appointments, sessions and customers."""

from bot.vendors.trybe.adapter import VENDOR

__all__ = ["VENDOR"]
