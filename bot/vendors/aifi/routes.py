"""AiFi's routes, admin API v2. ✔ = in the vendor's own reference; an account can correct any in `[accounts.<id>.routes]`.

Only a dispute is read by itself: a session, an order or a customer is a list of one.
"""

ROUTES = {
    "sessions.list": "GET /api/admin/v2/sessions",  # ✔ SessionController_list
    "orders.list": "GET /api/admin/v2/orders",  # ✔ OrderController_list
    "customers.list": "GET /api/admin/v2/customers",  # ✔ CustomerController_list
    "contests.list": "GET /api/admin/v2/contests",  # ✔ ContestsController_list
    "contests.get": "GET /api/admin/v2/contests/{orderId}",  # ✔ ContestsController_get
    "stores.list": "GET /api/admin/v2/stores",  # ✔ StoreController_list
    "sessions.update": "PATCH /api/admin/v2/sessions/{sessionToken}",  # ✔ SessionController_update
    "customers.update": "PATCH /api/admin/v2/customers/{customerId}",  # ✔ CustomerController_update
    "orders.retry": "POST /api/admin/v2/orders/{orderId}/retry",  # ✔ OrderController_retry
}
