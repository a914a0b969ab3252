"""A pipeline whose reader was stopped (^Z) while the writer goes on: the pipe is full."""

import os

from stage import Stage, fill_output, sleep

with Stage() as stage:
    end, other = os.pipe()
    stage.addresses["pipe"] = f"pipe:{os.fstat(end).st_ino}"
    stage.start("reader", sleep, stdin=end)
    stage.stop("reader")
    stage.start("writer", fill_output, stdout=other)
