"""Addresses in the configuration: where a vendor's or Slack's API is."""

from ipaddress import ip_address
from urllib.parse import urlsplit


def checked(url: str, example: str) -> str:
    """An address to which a key may be sent, without a slash at its end.

    Raises:
        ValueError: it is no plain https address like `example`; http is for this machine only, as a key would travel in clear.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ValueError(f"must be an address like {example}, with a port of 1 to 65535 if it needs one") from error
    plain = parts.hostname and port != 0 and not parts.query and not parts.fragment and "@" not in parts.netloc
    if parts.scheme not in ("http", "https") or not plain:
        raise ValueError(f"must be an address like {example}")
    if parts.scheme == "http" and not _on_this_machine(parts.hostname or ""):
        raise ValueError("must begin with https:// (http:// is for this machine only): the key would travel in clear")
    return url.rstrip("/")


def _on_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
