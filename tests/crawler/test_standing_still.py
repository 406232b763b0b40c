"""A process that stood still tells so."""

import asyncio
import time

from spiders.standing_still import TICK, watch_standing_still


def told_while(what):
    told = []

    async def play():
        watch = asyncio.create_task(watch_standing_still(1.0, lambda: told.append(time.monotonic())))
        await asyncio.sleep(0)
        await what()
        await asyncio.sleep(2 * TICK)
        watch.cancel()

    asyncio.run(play())
    return told


def test_a_process_that_did_nothing_for_a_while_is_noticed():
    async def stand_still():
        time.sleep(0.6)

    assert told_while(stand_still)


def test_without_a_delay_there_is_nothing_to_watch():
    asyncio.run(asyncio.wait_for(watch_standing_still(0.0, lambda: None), 1.0))
