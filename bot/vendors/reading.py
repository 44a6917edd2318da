"""Reading: one request that changes nothing, sent once, over connections that are kept open.

They are aiohttp's, under httpx's API. That transport reports refused, reset and dropped connections alike as a time-out, with the
truth in `__cause__`, so faults are told apart by their cause. It must not carry writes: it repeats GET, PUT and DELETE by itself
when a connection drops. How a write goes out is said in `writing`.

A request goes to the transport itself. A client of httpx would keep cookies, which must never travel from one account to another,
and takes as long again.
"""

from urllib.parse import urlencode

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport

from bot.core.errors import NoAnswer, RetryLater, TooLarge, VendorBroken, VendorRefused
from bot.vendors.contract import Access, Request
from bot.vendors.limits import Limits
from bot.vendors.verdict import Answer

_HEADERS = {
    "Accept": "application/json",
    "Accept-Encoding": "gzip, deflate",
    "Connection": "keep-alive",
    "User-Agent": "frontdesk",
}


Transport = httpx.AsyncBaseTransport


class Reads:
    """The way of all reads; over another transport where one is given."""

    def __init__(self, limits: Limits, transport: Transport | None = None) -> None:
        self._transport = transport or AiohttpTransport(client=_session)
        self._timeouts = httpx.Timeout(limits.silence, connect=limits.connect, pool=None).as_dict()
        self._most = limits.max_bytes

    async def send(self, access: Access, signed: Request, who: str) -> Answer:
        """Send a signed request once.

        Raises:
            RetryLater: the vendor was not reached, or no whole answer came back.
            AskOperator: its address cannot be called, or it answers more than the limit.
        """
        query = f"?{urlencode(signed.params)}" if signed.params else ""
        try:
            request = httpx.Request(
                signed.method,
                access.base_url + signed.path + query,
                headers={**_HEADERS, **signed.headers},
                json=signed.body,
                extensions={"timeout": self._timeouts},
            )
            response = await self._transport.handle_async_request(request)
            try:
                return response.status_code, response.headers, await whole(response, self._most, who)
            finally:
                await response.aclose()
        except httpx.InvalidURL as error:
            raise VendorRefused(f"The address of {who} cannot be called: an operator has to correct base_url.") from error
        except httpx.HTTPError as error:
            raise unreachable(error, who) from error
        except aiohttp.ClientError as error:
            # The transport passes on what it has no name for: an answer that is not HTTP.
            raise VendorBroken(f"{who} sent an answer that cannot be read.") from error

    async def close(self) -> None:
        """Close what is open."""
        await self._transport.aclose()


def _session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), cookie_jar=aiohttp.DummyCookieJar())


async def whole(response: httpx.Response, most: int, who: str) -> bytes:
    """The body of an answer, unpacked.

    Raises:
        TooLarge: it has more than so many bytes; the rest was not taken.
    """
    chunks: list[bytes] = []
    size = 0
    async for chunk in response.aiter_bytes():
        size += len(chunk)
        if size > most:
            raise TooLarge(f"{who} sent more than {most // 1_000_000} MB; ask for fewer days, or raise [limits] max_bytes.")
        chunks.append(chunk)
    return b"".join(chunks)


def unreachable(error: httpx.HTTPError, who: str) -> RetryLater:
    """The error for a call that brought no whole answer, told apart by what lies under it."""
    match error.__cause__:
        case aiohttp.ClientConnectorDNSError():
            return NoAnswer(f"{who} could not be found: its address does not resolve.")
        case aiohttp.ConnectionTimeoutError() | aiohttp.ClientConnectorError():
            return NoAnswer(f"{who} could not be reached.")
        case aiohttp.ServerDisconnectedError() | aiohttp.ClientOSError() | aiohttp.ClientPayloadError():
            return NoAnswer(f"{who} broke off before its answer was complete.")
        case _:
            pass
    match error:
        case httpx.DecodingError():
            return VendorBroken(f"{who} sent an answer that cannot be unpacked.")
        case httpx.ReadTimeout() | httpx.PoolTimeout() | httpx.WriteTimeout():
            return NoAnswer(f"{who} did not answer in time.")
        case httpx.ConnectError() | httpx.ConnectTimeout():
            return NoAnswer(f"{who} could not be reached.")
        case _:
            return NoAnswer(f"{who} broke off before its answer was complete.")
