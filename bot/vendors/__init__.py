"""The vendors: each a folder here with one `VENDOR`, found by itself."""

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Any

from bot.vendors.contract import Vendor


@cache
def vendors() -> Mapping[str, Vendor[Any]]:
    """Every vendor by its name in the configuration. A new folder is all that a new vendor needs."""
    found = [import_module(f"{__name__}.{module.name}").VENDOR for module in pkgutil.iter_modules(__path__) if module.ispkg]
    return MappingProxyType({vendor.name: vendor for vendor in found})
