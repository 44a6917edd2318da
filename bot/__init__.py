"""Frontdesk: one question over every booking system of a venue, one true answer."""
