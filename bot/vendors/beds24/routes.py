"""Beds24's routes, JSON API v1. Every call is a POST, reads too (getBookings page; vendor's API index)."""

ROUTES = {
    "bookings": "POST /json/getBookings",
    "properties": "POST /json/getProperties",
    "property": "POST /json/getProperty",
    "availabilities": "POST /json/getAvailabilities",
}
