"""Two filters in a circle over pipes, while an end of a third pipe is on its way through a Unix
socket: that is none of theirs."""

import socket

from ring import close_ring, pipe
from stage import Stage, read_input, sleep

with Stage() as stage:
    links, other = [pipe(), pipe()], pipe()
    left, right = socket.socketpair()
    socket.send_fds(left, [b"an end"], [other[1]])
    stage.start("carrier", sleep, keep=[left.fileno(), right.fileno()])
    close_ring(stage, {"a": read_input, "b": read_input}, links)
