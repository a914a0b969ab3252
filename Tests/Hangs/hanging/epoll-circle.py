"""An event loop that waits for a request, and its client that waits for the answer: the request was
never sent."""

import os
import select
import socket

from stage import Stage

with Stage() as stage:
    near, far = socket.socketpair()

    def loop():
        # A number of two digits, as most descriptors of a server have.
        fd = os.dup2(near.fileno(), 17)
        near.close()
        with select.epoll() as epoll:
            epoll.register(fd, select.EPOLLIN)
            epoll.poll()

    stage.start("server", loop, keep=[near.fileno()])
    stage.start("client", lambda: far.recv(4096), keep=[far.fileno()])
