"""What every test shares: async tests run on asyncio, retries do not wait, and no example fails for being slow."""

from collections.abc import Iterator

import hypothesis
import pytest
import stamina

hypothesis.settings.register_profile("frontdesk", deadline=None)
hypothesis.settings.load_profile("frontdesk")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def _retries_do_not_wait() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3, cap=True):
        yield


pytest_plugins = ["tests.databases"]
