"""A circle of writers through a full pipe, a full Unix socket and a full FIFO that has its name:
each waits for the next to read. Somebody might open the FIFO and read it, so this is likely only."""

from ring import close_ring, fifo, pipe, send_output, unix_stream
from stage import Stage, fill_output

with Stage() as stage:
    links = [fifo("fifo"), pipe(), unix_stream()]
    close_ring(stage, {"a": fill_output, "b": send_output, "c": fill_output}, links)
