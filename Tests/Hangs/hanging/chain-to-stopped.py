"""A pipeline of four programs whose first is stopped: each of the others waits for the one before
it, and only the last of the chain knows why."""

import os

from stage import Stage, read_input, sleep

with Stage() as stage:
    ends = [os.pipe() for _ in range(3)]
    stage.start("source", sleep, stdout=ends[0][1])
    stage.stop("source")
    stage.start("first", read_input, stdin=ends[0][0], stdout=ends[1][1])
    stage.start("second", read_input, stdin=ends[1][0], stdout=ends[2][1])
    stage.start("last", read_input, stdin=ends[2][0])
