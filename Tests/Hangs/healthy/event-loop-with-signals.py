"""An asyncio program that waits for SIGTERM: its loop sleeps on its own socket pair, into which
the handler writes."""

import asyncio
import signal

from stage import Stage


async def wait_for_signal():
    asked_to_end = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asked_to_end.set)
    await asked_to_end.wait()


with Stage() as stage:
    stage.start("program", lambda: asyncio.run(wait_for_signal()))
