"""Trybe's routes. ✔ = seen verbatim in the vendor's or a client's documents; S, W = inferred, strong or weak.

The vendor's page lost its methods and paths, so an account can correct any of them in `[accounts.<id>.routes]`.
"""

ROUTES = {
    "sites.list": "GET /sites",  # ✔ docs.try.be getting-started
    "orders.list": "GET /shop/orders",  # ✔ trybe_node_sdk orders.ts
    "orders.get": "GET /shop/orders/{orderId}",  # ✔ trybe_node_sdk orders.ts
    "orders.by_ref": "GET /shop/orders/ref/{orderRef}",  # W, a name guess: a 404 falls back to orders.list
    "orders.payments": "GET /shop/orders/{orderId}/payments",  # S, POST on the same path is ✔
    "orders.refunds": "GET /shop/orders/{orderId}/refunds",  # S
    "orders.emails": "GET /shop/orders/{orderId}/emails",  # S, POST on the same path is ✔
    "orders.notes": "GET /shop/orders/{orderId}/notes",  # S, POST on the same path is ✔
    "orders.itinerary": "GET /shop/orders/{orderId}/itinerary",  # S
    "appts.list": "GET /shop/appointments",  # S, operation listShopAppointments
    "appts.get": "GET /shop/appointments/{appointmentId}",  # S
    "appt_types.list": "GET /shop/appointment-types",  # ✔ trybe_node_sdk appointments.ts
    "sessions.list": "GET /shop/sessions",  # ✔ trybe_node_sdk sessions.ts
    "sessions.get": "GET /shop/sessions/{sessionId}",  # S, DELETE on the same path is ✔
    "session_types.list": "GET /shop/session-types",  # ✔ trybe_node_sdk sessions.ts
    "session_bookings.get": "GET /shop/session-bookings/{bookingId}",  # S, POST on the same path with /check-in is ✔
    "packages.list": "GET /shop/packages",  # ✔ trybe_node_sdk packages.ts
    "products.list": "GET /shop/products",  # ✔ trybe_node_sdk products.ts
    "shop.offerings": "GET /shop/shop/offerings",  # ✔ trybe_node_sdk availability.ts; doubled on purpose
    "rooms.list": "GET /shop/rooms",  # ✔ trybe_node_sdk sessions.ts
    "practitioners.list": "GET /shop/practitioners",  # ✔ trybe_node_sdk practitioners.ts
    "calendar.occupancy": "GET /shop/calendar-occupancy",  # ✔ docs.try.be CalendarEvents
    "avail.offering_dates": "GET /shop/item-availability/offering-dates",  # ✔ TrybeSDK ItemAvailabilityOperations.cs
    "avail.session": "GET /shop/item-availability/sessions/{siteId}/{sessionTypeId}",  # ✔ trybe_node_sdk availability.ts
    "avail.appointment": "GET /shop/item-availability/appointments/{siteId}/{appointmentTypeId}",  # S, as for sessions
    "customers.list": "GET /customers/customers",  # ✔ docs.try.be point-of-sale
    "customers.get": "GET /customers/customers/{customerId}",  # ✔ docs.try.be point-of-sale
    "customers.notes": "GET /customers/customers/{customerId}/notes",  # ✔ docs.try.be CustomerNotes
    "customers.labels": "GET /customers/customers/{customerId}/labels",  # ✔ docs.try.be CustomerLabels
    "memberships.list": "GET /customers/memberships",  # ✔ trybe_node_sdk memberships.ts
    "memberships.get": "GET /customers/memberships/{membershipId}",  # S
    "labels.customer": "GET /customers/labels",  # ✔ docs.try.be Labels
    "labels.order": "GET /shop/organisations/{organisationId}/labels",  # S, sibling /appointment-tags is ✔
    "vouchers.list": "GET /shop/vouchers",  # S, resource name of docs.try.be Vouchers
    "vouchers.lookup": "GET /shop/vouchers/lookup/{voucherCode}",  # W
    "voucher_codes.list": "GET /shop/voucher-codes",  # ✔ docs.try.be VoucherCodes
    "rep.run_sheet": "GET /shop/reports/run-sheet",  # W
    "rep.no_shows": "GET /shop/reports/cancellations-and-no-shows",  # W
    "rep.charges": "GET /shop/reports/charge-list",  # ✔ trybe_node_sdk payments.ts
    "rep.day_charges": "GET /shop/reports/day-charges",  # ✔ trybe_node_sdk payments.ts
    "rep.order_items": "GET /shop/reports/order-items",  # ✔ docs.try.be Reports
    "rep.stats": "GET /shop/reports/stats",  # W
    "rep.practitioner_utilisation": "GET /shop/reports/practitioner-utilisation",  # W
    "rep.room_occupancy": "GET /shop/reports/room-occupancy",  # W
    "rep.revenue_by_centre": "GET /shop/reports/revenue-by-centre",  # W
    # What changes something
    "order.cancel": "POST /shop/orders/{orderId}/cancel",  # W; its rival is DELETE /shop/orders/{orderId}
    "order.restore": "POST /shop/orders/{orderId}/restore",  # S
    "order.no_show": "POST /shop/orders/{orderId}/no-show",  # S
    "order.settle": "POST /shop/orders/{orderId}/settle",  # ✔ trybe_node_sdk orders.ts
    "order.lock": "POST /shop/orders/{orderId}/lock",  # S
    "order.unlock": "POST /shop/orders/{orderId}/unlock",  # S
    "order.update": "PUT /shop/orders/{orderId}",  # ✔ trybe_node_sdk orders.ts
    "order.note.add": "POST /shop/orders/{orderId}/notes",  # ✔ TrybeSDK OrderOperations.Notes.cs
    "order.note.update": "PUT /shop/orders/{orderId}/notes/{noteId}",  # S
    "order.note.delete": "DELETE /shop/orders/{orderId}/notes/{noteId}",  # S
    "order.label.add": "POST /shop/orders/{orderId}/labels/{labelId}",  # S path, W method
    "order.label.remove": "DELETE /shop/orders/{orderId}/labels/{labelId}",  # S
    "order.email.send": "POST /shop/orders/{orderId}/emails",  # ✔ trybe_node_sdk orders.ts
    "order.email.preview": "POST /shop/orders/{orderId}/emails/preview",  # W; changes nothing
    "order.item.cancel": "DELETE /shop/orders/{orderId}/items/{itemId}",  # S: POST …/items is ✔
    "order.refund.add": "POST /shop/orders/{orderId}/payments/{paymentId}/refunds",  # S path
    "appt.update": "PUT /shop/appointments/{appointmentId}",  # S, docs.try.be Appointments
    "appt.check": "POST /shop/appointments/{appointmentId}/check",  # W; changes nothing
    "session.cancel": "DELETE /shop/sessions/{sessionId}",  # ✔ trybe_node_sdk sessions.ts
    "session.restore": "POST /shop/sessions/{sessionId}/restore",  # S
    "sbooking.check_in": "POST /shop/session-bookings/{bookingId}/check-in",  # ✔ docs.try.be SessionBookings
    "sbooking.no_show": "POST /shop/session-bookings/{bookingId}/no-show",  # S
    "customer.note.add": "POST /customers/customers/{customerId}/notes",  # ✔ docs.try.be CustomerNotes
    "customer.note.update": "PUT /customers/customers/{customerId}/notes/{noteId}",  # ✔ docs.try.be CustomerNotes
    "customer.note.delete": "DELETE /customers/customers/{customerId}/notes/{noteId}",  # S
    "customer.labels.add": "POST /customers/customers/{customerId}/labels",  # ✔ docs.try.be CustomerLabels
    "customer.labels.remove": "DELETE /customers/customers/{customerId}/labels",  # ✔, with a body
}
