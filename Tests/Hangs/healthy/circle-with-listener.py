"""Two filters in a circle over pipes, of which one also polls a listening socket: any client gets
it out."""

import select
import socket

from ring import pipe
from stage import Stage, read_input

with Stage() as stage:
    listener = socket.create_server("socket", family=socket.AF_UNIX)

    def poll_both():
        poll = select.poll()
        poll.register(0, select.POLLIN)
        poll.register(listener, select.POLLIN)
        poll.poll()

    links = [pipe(), pipe()]
    stage.start("a", poll_both, stdin=links[0][0], stdout=links[1][1], keep=[listener.fileno()])
    stage.start("b", read_input, stdin=links[1][0], stdout=links[0][1])
