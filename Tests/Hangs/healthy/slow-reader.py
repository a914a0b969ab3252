"""A pipeline whose reader rests between two reads: the pipe is full, the writer waits for it."""

import os

from stage import Stage, fill_output, sleep

with Stage() as stage:
    end, other = os.pipe()
    stage.start("reader", sleep, stdin=end)
    stage.start("writer", fill_output, stdout=other)
