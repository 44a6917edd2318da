"""The logger that bolt and the SDK are given.

Both write whole payloads: bolt the body of a request with a bad signature at INFO, the SDK every message at DEBUG. Payloads hold
what guests are called and what staff type, so neither may log below WARNING. bolt copies the level from the logger it is given.
"""

import logging

SLACK_LOGGER = logging.getLogger("frontdesk.slack.sdk")
SLACK_LOGGER.setLevel(logging.WARNING)
