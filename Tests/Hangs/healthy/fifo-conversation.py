"""A circle through a pipe, a Unix socket and a FIFO that has its name, in which all wait for data:
anybody may come to the FIFO and write, as its clients do."""

from ring import close_ring, fifo, pipe, receive_input, unix_stream
from stage import Stage, read_input

with Stage() as stage:
    links = [pipe(), unix_stream(), fifo("fifo")]
    close_ring(stage, {"a": read_input, "b": receive_input, "c": read_input}, links)
