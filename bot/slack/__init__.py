"""Slack: what people send becomes a question, and an answer becomes blocks."""
