"""An event loop inside another one waits for a request, and its client waits for the answer: the
request was never sent."""

import select
import socket

from stage import Stage

with Stage() as stage:
    near, far = socket.socketpair()

    def loop():
        with select.epoll() as inner, select.epoll() as outer:
            inner.register(near, select.EPOLLIN)
            outer.register(inner, select.EPOLLIN)
            outer.poll()

    stage.start("server", loop, keep=[near.fileno()])
    stage.start("client", lambda: far.recv(4096), keep=[far.fileno()])
