"""A writer that polls its own end of a pipe for input, as event loops and tee(1) do to be told when
the reader goes: whoever reads can end that, and sleeps on a timer."""

import os
import select

from stage import Stage, sleep

with Stage() as stage:
    end_to_read, end_to_write = os.pipe()

    def watch():
        poll = select.poll()
        poll.register(1, select.POLLIN)
        poll.poll()

    stage.start("writer", watch, stdout=end_to_write)
    stage.start("reader", sleep, stdin=end_to_read)
