"""The operator's commands, by subject; `bot.cli` puts them together."""
