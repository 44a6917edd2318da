"""Writing: one request that changes something, on the wire exactly once.

Writes go over httpx's own transport, on a connection of their own: the pool that carries reads repeats PUT and DELETE by itself
when a connection drops. Nothing is tried again and no redirect is followed. What became of a request is told apart precisely:
never sent (`NotSent`), answered (its JSON, or the error its status stands for), or lost (`UnknownOutcome`), which only reading the
record can resolve.
"""

import logging
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any

import httpx

from bot.core.errors import NotSent, TooLarge, UnknownOutcome, VendorBroken, VendorRefused
from bot.vendors.contract import Access, Request
from bot.vendors.limits import Limits
from bot.vendors.reading import Transport, whole
from bot.vendors.verdict import Answer, decipher, leniently


class Writes:
    """The way of all writes; over another transport where one is given."""

    def __init__(self, limits: Limits, transport: Transport | None = None) -> None:
        # At INFO httpx writes whole addresses, and for one vendor the key is a part of them.
        logging.getLogger("httpx").setLevel(logging.WARNING)
        # A new connection for each, since one kept open may be closing as it is used.
        alone = httpx.Limits(max_connections=None, max_keepalive_connections=0)
        self._client = httpx.AsyncClient(
            transport=transport or httpx.AsyncHTTPTransport(retries=0, limits=alone),
            timeout=httpx.Timeout(limits.silence, connect=limits.connect, pool=None),
            cookies=CookieJar(policy=DefaultCookiePolicy(allowed_domains=[])),
            follow_redirects=False,
            headers={"User-Agent": "frontdesk"},
        )
        self._most = limits.max_bytes

    async def send(self, access: Access, signed: Request, who: str) -> Answer:
        """Send a signed request once.

        Raises:
            NotSent: the vendor was not reached, so nothing was done.
            UnknownOutcome: the request went out and no whole answer came back.
        """
        try:
            request = self._client.build_request(
                signed.method,
                access.base_url + signed.path,
                params=signed.params or None,
                headers={"Accept": "application/json", **signed.headers},
                json=signed.body,
                data=signed.form,
            )
            response = await self._client.send(request, stream=True)
        except httpx.InvalidURL as error:
            raise VendorRefused(f"The address of {who} cannot be called: an operator has to correct base_url.") from error
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol) as error:
            raise NotSent(f"{who} could not be reached; nothing was sent.") from error
        except httpx.HTTPError as error:
            raise UnknownOutcome(f"{who} did not confirm: its answer was lost.") from error
        try:
            return response.status_code, response.headers, await whole(response, self._most, who)
        except (httpx.HTTPError, TooLarge) as error:
            raise UnknownOutcome(f"{who} did not confirm: its answer was cut off.") from error
        finally:
            await response.aclose()

    async def close(self) -> None:
        """Close what is open."""
        await self._client.aclose()


def judge(access: Access, answer: Answer, who: str) -> Any:
    """The JSON of an answer to a write, nothing where it is empty.

    Raises:
        UnknownOutcome: the vendor may have done it: a fault or a time-out of its own, or an answer that cannot be read.
        FrontdeskError: it refused, so nothing was done.
    """
    status, headers, content = answer
    fine = 200 <= status < 300
    if status in _MAYBE or status >= 500:
        raise UnknownOutcome(f"{who} did not confirm ({status}).")
    # What a vendor says in its body goes before the status: Beds24 refuses with 200.
    fault = access.fault(leniently(content), who)
    if fine and isinstance(fault, VendorBroken):
        raise UnknownOutcome(f"{who} did not confirm: it reports a fault of its own.") from fault
    if fault is not None and not isinstance(fault, VendorBroken):
        raise fault
    if fine and not content.strip():
        return None
    try:
        return decipher(status, headers, content, who)
    except VendorBroken as error:
        raise UnknownOutcome(f"{who} answered, but not with anything that can be read.") from error


_MAYBE = (408, 425)
"""Statuses below 500 after which the vendor may still have done it: it gave up waiting, or put it off."""
