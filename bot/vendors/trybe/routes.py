"""Trybe's routes. ✔ = seen verbatim in the vendor's or a client's documents; S, W = inferred, strong or weak.

The vendor's page lost its methods and paths, so an account can correct any of them in `[accounts.<id>.routes]`.
"""

ROUTES = {
    "sites.list": "GET /sites",  # ✔ docs.try.be getting-started
    "orders.list": "GET /shop/orders",  # ✔ trybe_node_sdk orders.ts
    "orders.get": "GET /shop/orders/{orderId}",  # ✔ trybe_node_sdk orders.ts
    "orders.by_ref": "GET /shop/orders/ref/{orderRef}",  # W, a name guess: a 404 falls back to orders.list
    "appts.list": "GET /shop/appointments",  # S, operation listShopAppointments
    "appts.get": "GET /shop/appointments/{appointmentId}",  # S
    "sessions.list": "GET /shop/sessions",  # ✔ trybe_node_sdk sessions.ts
    "sessions.get": "GET /shop/sessions/{sessionId}",  # S, DELETE on the same path is ✔
    "customers.list": "GET /customers/customers",  # ✔ docs.try.be point-of-sale
    "customers.get": "GET /customers/customers/{customerId}",  # ✔ docs.try.be point-of-sale
}
