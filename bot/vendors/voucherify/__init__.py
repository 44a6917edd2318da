"""Voucherify: a promotion project's vouchers, redemptions, publications, customers and orders."""

from bot.vendors.voucherify.adapter import VENDOR

__all__ = ["VENDOR"]
