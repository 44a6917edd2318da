"""`python -m bot` does what the `frontdesk` command does."""

from bot.cli import main

main()
