"""Durable work: what was begun is brought to an end, by this process or by another."""

from bot.work.port import Job, Work

__all__ = ["Job", "Work"]
