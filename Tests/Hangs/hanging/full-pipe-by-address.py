"""Asked for the pipe itself: two programs write to it, and who reads it is stopped."""

import os

from stage import Stage, fill_output, sleep

with Stage() as stage:
    end, other = os.pipe()
    stage.addresses["pipe"] = f"pipe:{os.fstat(end).st_ino}"
    stage.start("reader", sleep, stdin=end)
    stage.stop("reader")
    stage.start("first", fill_output, stdout=other)
    stage.start("second", fill_output, stdout=other)
