"""A configuration corrects single routes, within bounds."""

import pytest

from bot.vendors.routes import Routes

DECLARED = {"one.get": "GET /one/{id}", "one.cancel": "POST /one/{id}/cancel"}


def test_a_write_may_be_corrected_to_another_method() -> None:
    routes = Routes.of(DECLARED, {"one.cancel": "DELETE /one/{id}"})
    assert routes.locate("one.cancel", id="a/b") == ("DELETE", "/one/a%2Fb")


@pytest.mark.parametrize("method", ["DELETE", "PUT", "PATCH"])
def test_a_read_cannot_be_made_a_write(method: str) -> None:
    with pytest.raises(ValueError, match=r"“one\.get” reads, so it must begin with GET or POST"):
        Routes.of(DECLARED, {"one.get": f"{method} /one/{{id}}"})


@pytest.mark.parametrize("route", ["GET", "FETCH /one/{id}", "GET one/{id}", "GET /one/{id}?x=1", "GET /{", ""])
def test_another_form_is_refused_with_an_example(route: str) -> None:
    with pytest.raises(ValueError, match="must look like “POST /path”"):
        Routes.of(DECLARED, {"one.cancel": route})
