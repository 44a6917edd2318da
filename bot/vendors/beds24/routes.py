"""Beds24's routes, JSON API v1. Every call is a POST, reads too (getBookings and setBooking pages; vendor's API index)."""

ROUTES = {
    "bookings": "POST /json/getBookings",
    "properties": "POST /json/getProperties",
    "property": "POST /json/getProperty",
    "availabilities": "POST /json/getAvailabilities",
    "set_booking": "POST /json/setBooking",
}
