"""Two deadlocks that have nothing to do with each other."""

from ring import close_ring, pipe, receive_input, unix_stream
from stage import Stage, fill_output

with Stage() as stage:
    close_ring(stage, {"a": fill_output, "b": fill_output}, [pipe(), pipe()])
    close_ring(stage, dict.fromkeys(["c", "d", "e"], receive_input),
               [unix_stream() for _ in range(3)])
