"""Voucherify's routes (v1 REST, OpenAPI of voucherifyio/voucherify-openapi)."""

ROUTES = {
    "vouchers.list": "GET /v1/vouchers",
    "vouchers.get": "GET /v1/vouchers/{code}",
    "redemptions.list": "GET /v1/redemptions",
    "redemptions.get": "GET /v1/redemptions/{redemptionId}",
    "publications.list": "GET /v1/publications",
    "customers.list": "GET /v1/customers",
    "customers.get": "GET /v1/customers/{customerId}",
    "orders.list": "GET /v1/orders",
    "orders.get": "GET /v1/orders/{orderId}",
    "campaigns.list": "GET /v1/campaigns",
    "campaigns.get": "GET /v1/campaigns/{campaignId}",
    "categories.list": "GET /v1/categories",
    "products.list": "GET /v1/products",
    "products.get": "GET /v1/products/{productId}",
    "transactions.list": "GET /v1/vouchers/{code}/transactions",
    "rules.list": "GET /v1/validation-rules",
    "assignments.list": "GET /v1/validation-rules-assignments",
    "vouchers.disable": "POST /v1/vouchers/{code}/disable",
    "vouchers.enable": "POST /v1/vouchers/{code}/enable",
    "vouchers.update": "PUT /v1/vouchers/{code}",
    "redemptions.rollback": "POST /v1/redemptions/{redemptionId}/rollback",
    "redemptions.rollbacks": "POST /v1/redemptions/{parentRedemptionId}/rollbacks",
    "publications.create": "POST /v1/publications",
    "orders.update": "PUT /v1/orders/{orderId}",
    "customers.update": "PUT /v1/customers/{customerId}",
}

LAST_PAGE = {"vouchers.list": 99, "redemptions.list": 99, "customers.list": 99}
"""The highest `page` of a list where it is not `PAGES` (list parameters of each resource)."""

PAGES = 100
"""The highest `page` of every other list; publications' text also names 1,000, with an error beyond."""
