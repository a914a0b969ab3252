"""A circle through a pipe, a Unix socket and a FIFO whose name is gone: nobody can come to it, so
that it is as closed as a pipe."""

import os

from ring import close_ring, fifo, pipe, receive_input, unix_stream
from stage import Stage, read_input

with Stage() as stage:
    links = [pipe(), unix_stream(), fifo("fifo")]
    os.unlink("fifo")
    close_ring(stage, {"a": read_input, "b": receive_input, "c": read_input}, links)
