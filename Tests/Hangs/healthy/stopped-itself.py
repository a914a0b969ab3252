"""Asked about a process that is stopped, in the midst of a read."""

import os

from stage import Stage, read_input, sleep

with Stage() as stage:
    end, other = os.pipe()
    stage.start("writer", sleep, stdout=other)
    stage.start("reader", read_input, stdin=end)
    stage.stop("reader", call="read")
