"""The fixtures of `running.py`, for every test of this room."""

from tests.slack.running import logged, open_bot, slack

__all__ = ["logged", "open_bot", "slack"]
