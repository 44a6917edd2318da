"""SynthesisVR's routes. The API key is a segment of the path; `{key}` stands in its place until a request is signed.

Sources, in the vendor's knowledge base: "Reading Sessions & Goods Data Through API"
(`/data/<ENDPOINT>/<API_KEY>/<TYPE>/<RANGE>/<SEARCH CRITERIA>`) "Reading Customers Data Through API"
(`/data/customers/<API_KEY>/search/<SEARCH>`) and "Update or delete session through API" (its parameters are a form). The customers'
`…/json` brings every customer there is and has no route on purpose.
"""

from collections.abc import Mapping
from urllib.parse import quote

from bot.vendors.contract import Request
from bot.vendors.routes import Routes

ROUTES = {
    "sessions": "GET /data/sessions/{key}/json/{range}/{criteria}",
    "goods": "GET /data/goods/{key}/json/{range}/{criteria}",
    "customers": "GET /data/customers/{key}/search/{text}",
    "cancel": "POST /data/sessions/{key}/delete/{uuid}",
    "move": "POST /data/sessions/{key}/update/{uuid}",
}

KEY = "{key}"
"""What stands for the key in a path. Braces are encoded in every value, so no value can look like it."""


def unsigned(routes: Routes, route: str, *, form: Mapping[str, str] | None = None, **segments: str) -> Request:
    """A request without its key. Each segment is encoded by itself with nothing left safe: a blank is `%20`, `>` is `%3E`."""
    kept = Routes({route: routes.table[route].replace(KEY, "{{key}}")})
    method, path = kept.locate(route, **segments)
    return Request(route=route, method=method, path=path, form=form)


def signed(path: str, key: str) -> str:
    """The path with the key in its place."""
    return path.replace(KEY, quote(key, safe=""))
