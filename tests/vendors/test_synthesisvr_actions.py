"""What can be done to an arcade's session, done to a stand-in of SynthesisVR."""

from datetime import date, timedelta
from urllib.parse import parse_qsl

import pytest

from bot.core.action import Act, ActionInput, ActionName, Danger
from bot.core.errors import NotPossible
from bot.core.query import Query
from bot.core.record import Record
from bot.core.states import Axis, Kind, Status
from bot.core.window import Window
from tests.vendors.deeds import Stage, on_stage
from tests.vendors.world import LONDON, NOW

pytestmark = pytest.mark.anyio

ARCADE = "pixel-arcade"
DAYS = Query(kinds=(Kind.ARCADE_SESSION,), window=Window.days(date(2026, 11, 20), date(2026, 11, 30), LONDON, Axis.START))


async def ahead(stage: Stage) -> Record:
    rows = await stage.records(DAYS)
    return await stage.read(next(row for row in rows if row.status is Status.CONFIRMED and row.start > NOW + timedelta(days=1)))  # type: ignore[operator]  # times


async def test_nothing_is_offered_unless_an_operator_allows_it() -> None:
    async with on_stage(ARCADE) as stage:
        assert stage.actions(await ahead(stage)) == {}
    async with on_stage(ARCADE, allow_writes=True) as stage:
        session = await ahead(stage)
        assert list(stage.actions(session)) == [ActionName.MOVE, ActionName.CANCEL]
        used = next(row for row in await stage.records(DAYS) if row.status is Status.COMPLETED)
        assert stage.actions(used) == {}


async def test_a_cancelled_session_is_deleted_and_says_before_that_it_is_final() -> None:
    async with on_stage(ARCADE, allow_writes=True) as stage:
        session = await ahead(stage)
        action = stage.actions(session)[ActionName.CANCEL]
        assert (action.danger, action.reversible_by) == (Danger.HIGH, None)
        after, happened, undo = await stage.do(session, ActionName.CANCEL)
        assert (after, happened, undo) == (None, True, None)
        request = next(request for request in stage.sent if request.method == "POST")
        assert request.url.path.endswith(f"/delete/{session.id}")
        deed = stage.deed(session, ActionName.CANCEL)
        assert deed.happened(stage.proof(session, session, ActionInput(), deed)) is False


async def test_a_session_is_moved_on_the_venues_clock_and_back() -> None:
    async with on_stage(ARCADE, allow_writes=True) as stage:
        session = await ahead(stage)
        when = (NOW + timedelta(days=3)).astimezone(stage.account.zone).replace(hour=17, minute=30)
        after, happened, undo = await stage.do(session, ActionName.MOVE, when=when)
        assert happened is True
        assert after is not None
        assert after.start == when
        assert undo == Act(name=ActionName.MOVE, given=ActionInput(when=session.start))
        request = next(request for request in stage.sent if request.method == "POST")
        assert dict(parse_qsl(request.content.decode())) == {"date": f"{when:%Y-%m-%d}", "time": "17:30"}
        assert request.headers["content-type"] == "application/x-www-form-urlencoded"
        _, happened, _ = await stage.do(after, ActionName.MOVE, when=session.start)
        assert happened is True


async def test_a_time_in_the_past_is_refused_and_a_move_without_one_never_built() -> None:
    async with on_stage(ARCADE, allow_writes=True) as stage:
        session = await ahead(stage)
        deed = stage.deed(session, ActionName.MOVE)
        with pytest.raises(NotPossible, match="in the past"):
            deed.foresee(stage.case(session, ActionInput(when=NOW - timedelta(hours=1))))
        with pytest.raises(NotPossible, match="to a time"):
            deed.request(stage.case(session))
