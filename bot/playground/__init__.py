"""A Slack on this machine: a workspace with people, channels and one app, strict about what Slack refuses.

    async with serve(Playground(manifest)) as address:
        print(address)  # the page; the Web API is at {address}/api/

It speaks the Web API, response_urls, Socket Mode and signed HTTP, and shows the workspace as a page.
"""

from bot.playground.delivery import signed
from bot.playground.people import PEOPLE, TEAM, Person
from bot.playground.playground import CHANNELS, Playground
from bot.playground.serve import create_app, serve
from bot.playground.shapes import Json, Refused
from bot.playground.workspace import Channel

__all__ = ["CHANNELS", "PEOPLE", "TEAM", "Channel", "Json", "Person", "Playground", "Refused", "create_app", "serve", "signed"]
