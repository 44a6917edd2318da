"""Wiring: the one place where settings become a running house."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import structlog
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from bot import sandbox
from bot.core.errors import BadSettings, FrontdeskError
from bot.desk.act import Acts
from bot.desk.ask import Clock, Desk
from bot.desk.roles import Policy
from bot.digests import telling
from bot.digests.alerts import AlertBook
from bot.digests.dailies import Dailies
from bot.digests.edition import Editor
from bot.digests.nightly import Nightly, mornings
from bot.digests.permits import Permits
from bot.digests.posting import Posting
from bot.digests.schedule import JOB, Schedule
from bot.digests.telling import Tellings
from bot.digests.watching import Watching
from bot.digests.wishes import Wishes
from bot.language.places import Places
from bot.service.collector import look_seldom
from bot.service.logs import configure
from bot.service.run import serve as run_service
from bot.settings import Settings, from_mapping
from bot.slack.check import check as check_slack
from bot.slack.front import Front
from bot.slack.outbox import Outbox
from bot.slack.posters import PostRights
from bot.store.counts import Counted
from bot.store.database import store_url
from bot.store.store import Store, open_store
from bot.vendors import vendors
from bot.vendors.http import Http
from bot.vendors.line import quiet_retries
from bot.work import Job, Work
from bot.work.engine import open_work

log = structlog.get_logger("frontdesk")

SWEEP_SECONDS = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What the commands and Slack work with."""

    settings: Settings
    places: Places
    desk: Desk


@asynccontextmanager
async def open_house(settings: Settings, clock: Clock | None = None, *, log_level: str | None = None) -> AsyncIterator[House]:
    """The house of a configuration, open until the block ends. `log_level` goes before the configured one."""
    look_seldom()
    configure(log_level or settings.service.log_level, json=settings.service.log_json, secrets=settings.secrets())
    quiet_retries()
    async with Http(settings.limits.call) as http:
        options = {"clock": clock} if clock else {}
        desk = Desk(settings.connections(), vendors(), http, limits=settings.limits.desk, **options)
        try:
            yield House(settings=settings, places=_places(settings, desk), desk=desk)
        finally:
            await desk.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """What has a store: the acts, the daily posts, night counts and alerts, with what has them made."""

    acts: Acts
    dailies: Dailies
    nightly: Nightly
    wishes: Wishes
    schedule: Schedule
    work: Work
    alerts: AlertBook
    watching: Watching

    async def forget(self, now: datetime, keep_days: int) -> None:
        """Delete what is older than the retention time: the audit and what was finished, and the engine's memory of it."""
        await self.acts.store.forget(now, keep_days)
        await self.work.forget((now - timedelta(days=keep_days)).timestamp())


@asynccontextmanager
async def open_running(house: House, url: URL, outbox: Outbox, rights: PostRights) -> AsyncIterator[Running]:
    """What acts, posts and watches, over the store at an address, until the block ends; what was left unfinished goes on at once.

    Raises:
        AskOperator: the store cannot be opened, or another process has it.
    """
    async with open_store(url) as store:
        acts = _acts(house, store)
        editor, nightly = Editor(house.desk, house.places, store.counts), Nightly(store, house.desk)
        permits = Permits(editor, house.places, rights)
        posting = mornings(Posting(store, editor, outbox, may=permits.still), nightly)
        jobs: dict[str, Job] = {JOB: posting, telling.JOB: Tellings(store, house.desk, house.places, outbox, rights)}
        async with open_work(store, {**acts.jobs, **jobs}) as work:
            acts.start(work)
            await acts.take_over()
            schedule = Schedule(store, work, house.desk.clock)
            wishes, pace = Wishes(store, editor, permits, schedule.bring_on), house.settings.alerts.pace
            try:
                yield Running(
                    acts=acts,
                    dailies=Dailies(store, editor),
                    nightly=nightly,
                    wishes=wishes,
                    schedule=schedule,
                    work=work,
                    alerts=AlertBook(store, house.desk, house.places, rights, pace, house.settings.alerts.most),
                    watching=Watching(store, house.desk, house.places, work, pace),
                )
            finally:
                await acts.close()


@asynccontextmanager
async def open_acts(house: House, url: URL) -> AsyncIterator[Acts]:
    """What acts on records, over the store at an address, until the block ends; what was left unfinished goes on at once.

    Raises:
        AskOperator: the store cannot be opened, or another process has it.
    """
    async with open_store(url) as store:
        acts = _acts(house, store)
        async with open_work(store, acts.jobs) as work:
            acts.start(work)
            await acts.take_over()
            try:
                yield acts
            finally:
                await acts.close()


def _acts(house: House, store: Store) -> Acts:
    return Acts(house.desk, store, _policy(house), {venue.id: venue for venue in house.places.venues})


def _policy(house: House) -> Policy:
    return Policy(house.settings.roles, {venue.id: venue.name for venue in house.places.venues})


def store_of(settings: Settings, file: Path | None) -> URL:
    """Where the store of a configuration is."""
    return store_url(settings.store.url.get_secret_value() if settings.store.url else None, file)


async def counted(settings: Settings, file: Path | None, venue: str, since: date) -> Mapping[tuple[str, date], Counted]:
    """What the store of a configuration holds of a venue's history; nothing where there is no store yet.

    Raises:
        AskOperator: the store cannot be opened.
    """
    url = store_of(settings, file)
    if url.get_backend_name() == "sqlite" and not await asyncio.to_thread(Path(url.database or "").exists):
        return {}
    async with open_store(url, alone=False) as store:
        return await store.counts.of(venue, since)


@asynccontextmanager
async def sandbox_settings(clock: Clock, port: int = 0) -> AsyncIterator[Settings]:
    """The settings of a sandbox that runs in this process, over HTTP on loopback, until the block ends."""
    async with sandbox.serve(sandbox.create_app(clock), port) as address:
        yield from_mapping(sandbox.config(address))


async def serve(settings: Settings, *, store: URL | None = None, started: Callable[[str], None] | None = None) -> None:
    """Run the bot until it is told to stop. `started` is called with the service's address once it is up.

    `store` is where it keeps what must outlive it, else where `store_of` says.

    Raises:
        BadSettings: a token or the signing secret is missing, or there is no account to ask.
    """
    faults = settings.slack.faults()
    if not settings.accounts:
        faults.append("accounts: no vendor account is configured; add a section [accounts.<id>]")
    if faults:
        raise BadSettings(faults)
    async with open_house(settings) as house:
        outbox = Outbox(settings.slack, house.places, house.desk.clock)
        rights = PostRights(settings.slack, _policy(house))
        async with open_running(house, store or store_of(settings, None), outbox, rights) as running:
            front = Front(
                house.desk,
                house.places.venues,
                settings.slack,
                running.acts,
                dailies=running.dailies,
                wishes=running.wishes,
                alerts=running.alerts,
                asked=settings.actions.ask,
            )
            going: list[asyncio.Task[None]] = [asyncio.create_task(_sweep(running, settings))]

            def begun(address: str) -> None:
                going.append(asyncio.create_task(_post(running, settings, front.house.home.team)))
                going.append(asyncio.create_task(running.watching.run()))
                if started is not None:
                    started(address)

            try:
                await run_service(front, settings.slack, settings.service, started=begun)
            finally:
                for task in going:
                    task.cancel()
                await asyncio.gather(*going, return_exceptions=True)


async def _post(running: Running, settings: Settings, workspace: str) -> None:
    """Set up the daily posts of the configuration and the night counts, then look for what is due until cancelled."""
    await running.dailies.set_up(settings.mornings(), workspace)
    await running.nightly.set_up(settings.places())
    await running.schedule.run()


async def _sweep(running: Running, settings: Settings) -> None:
    """Look after what has no end yet, every half minute, and once a day forget what is old."""
    forgotten = datetime.min.replace(tzinfo=UTC)
    while True:
        try:
            await running.acts.sweep()
            if datetime.now(UTC) - forgotten > timedelta(days=1):
                forgotten = datetime.now(UTC)
                await running.forget(forgotten, settings.store.keep_days)
        except (FrontdeskError, SQLAlchemyError) as error:
            log.warning("sweep_failed", why=type(error).__name__)
        await asyncio.sleep(SWEEP_SECONDS)


async def checks(settings: Settings) -> AsyncIterator[tuple[bool, str]]:
    """Everything that can be wrong outside the file, one line each, and whether it is good: accounts first, then Slack."""
    async with open_house(settings) as house:
        yield bool(house.desk.accounts), f"{len(house.desk.accounts)} accounts at {len(house.places.venues)} venues are configured"
        for account in house.desk.accounts.values():
            try:
                seen = await house.desk.probe(account.id)
            except FrontdeskError as error:
                yield False, f"{account.id}: {error}"
            else:
                yield True, f"{account.id}: {seen}"
        faults = settings.slack.faults() or await check_slack(settings.slack)
        for fault in faults:
            yield False, fault
        if not faults:
            yield True, "slack: tokens and scopes are good"


def _places(settings: Settings, desk: Desk) -> Places:
    return Places(venues=tuple(settings.places()), vendors=desk.titles(), accounts=tuple(desk.accounts), trades=desk.trades())
