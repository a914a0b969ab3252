"""Two filters in a circle over pipes, while a write end is also on its way through a Unix socket:
whoever receives it may write, so the deadlock is not proved."""

import os
import socket

from ring import close_ring, pipe
from stage import Stage, read_input, sleep

with Stage() as stage:
    links = [pipe(), pipe()]
    left, right = socket.socketpair()
    socket.send_fds(left, [b"an end"], [links[0][1]])
    stage.start("carrier", sleep, keep=[left.fileno(), right.fileno()])
    close_ring(stage, {"a": read_input, "b": read_input}, links)
