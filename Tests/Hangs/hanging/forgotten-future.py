"""An asyncio program that awaits what nobody will ever set. Its loop sleeps on its own socket pair;
only ^C would wake it."""

import asyncio

from stage import Stage


async def await_nothing():
    await asyncio.get_running_loop().create_future()


with Stage() as stage:
    stage.start("program", lambda: asyncio.run(await_nothing()))
