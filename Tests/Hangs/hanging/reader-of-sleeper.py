"""A filter at the end of a pipeline whose first program sleeps: `sleep 1d | cat`."""

import os

from stage import Stage, read_input, sleep

with Stage() as stage:
    end, other = os.pipe()
    stage.addresses["pipe"] = f"pipe:{os.fstat(end).st_ino}"
    stage.start("writer", sleep, stdout=other)
    stage.start("reader", read_input, stdin=end)
