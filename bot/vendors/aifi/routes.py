"""AiFi's routes, admin API v2. ✔ = in the vendor's own reference; an account can correct any in `[accounts.<id>.routes]`.

No route reads one record: a session, an order or a customer is a list of one.
"""

ROUTES = {
    "sessions.list": "GET /api/admin/v2/sessions",  # ✔ SessionController_list
    "orders.list": "GET /api/admin/v2/orders",  # ✔ OrderController_list
    "customers.list": "GET /api/admin/v2/customers",  # ✔ CustomerController_list
    "stores.list": "GET /api/admin/v2/stores",  # ✔ StoreController_list
}
