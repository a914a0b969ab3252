"""Two programs that each send the other much before they read: both pipes are full."""

import os

from ring import close_ring, pipe
from stage import Stage, fill_output

with Stage() as stage:
    close_ring(stage, {"a": fill_output, "b": fill_output}, [pipe(), pipe()])
