"""Vendor stand-ins that run on an empty machine: strict about their contracts, with lively data around "now".

    async with serve(create_app(lambda: datetime.now(UTC))) as base_url:
        print(config_toml(base_url))

Trybe, Beds24, SynthesisVR, AiFi OASIS and Voucherify, at `/` and their names. `config` lists the accounts of the vendors
that are shown by default, or of those asked for.

The data follows from (account, date): a day looks the same whenever it is asked for, and moments that have passed by the
clock (paid, arrived, cancelled) show as passed.
"""

from bot.sandbox.app import create_app
from bot.sandbox.config import config, config_toml
from bot.sandbox.faults import Fault, FaultTextError, parse_fault
from bot.sandbox.journal import Received
from bot.sandbox.pace import Rates
from bot.sandbox.serve import serve

__all__ = ["Fault", "FaultTextError", "Rates", "Received", "config", "config_toml", "create_app", "parse_fault", "serve"]
