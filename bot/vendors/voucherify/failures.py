"""Why Voucherify refused a redemption or a publication, as people say it (`failure_code` of redemptions and publications)."""

FAILURES = {
    "resource_not_found": "there is no such code",
    "voucher_not_found": "there is no such code",
    "voucher_not_active": "it was not valid yet, or not at that time",
    "voucher_not_active_now": "it was not valid at that time of day",
    "voucher_expired": "it had expired",
    "voucher_disabled": "it was disabled",
    "campaign_disabled": "its campaign was disabled",
    "campaign_inactive": "its campaign was not active",
    "quantity_exceeded": "it was used up",
    "gift_amount_exceeded": "the gift card did not hold that much",
    "loyalty_card_points_exceeded": "the card did not hold so many points",
    "customer_rules_violated": "the customer is not one of those it is for",
    "order_rules_violated": "the order did not meet its rules",
    "redemption_rules_violated": "its rules for redemptions were not met",
    "invalid_order": "the order could not be read",
    "invalid_amount": "the amount was not valid",
    "invalid_customer": "the customer could not be read",
    "missing_amount": "no amount was given",
    "missing_order_items": "the order had no items",
    "missing_customer": "no customer was given",
    "no_voucher_suitable_for_publication": "the campaign had no code left to give out",
    "already_rolled_back": "it was rolled back already",
}


def reason(code: str | None) -> str | None:
    """A failure in words; one that has none here by the vendor's code, which is a plain word."""
    if code is None:
        return None
    return FAILURES.get(code) or code.replace("_", " ")
