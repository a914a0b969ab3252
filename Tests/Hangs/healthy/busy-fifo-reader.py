"""Two programs that write to a full FIFO, whose reader is busy with what it read."""

import os

from ring import fifo
from stage import Stage, compute, fill_output

with Stage() as stage:
    end, other = fifo("fifo")
    stage.addresses["fifo"] = f"fifo:{os.path.realpath('fifo')}"
    stage.start("reader", compute, stdin=end)
    stage.start("first", fill_output, stdout=other)
    stage.start("second", fill_output, stdout=other)
