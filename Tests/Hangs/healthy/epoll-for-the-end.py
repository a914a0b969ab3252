"""Two programs wait for each other, and one of them watches a third socket too, for its end alone:
that comes when the third program, asleep on a timer, goes."""

import select
import socket

from stage import Stage, sleep

with Stage() as stage:
    one, other = socket.socketpair()
    watched, end = socket.socketpair()

    def watch():
        poll = select.epoll()
        poll.register(one, select.EPOLLIN)
        poll.register(watched, 0)
        poll.poll()

    def receive():
        other.recv(1)

    stage.start("a", watch, keep=[one.fileno(), watched.fileno()])
    stage.start("b", receive, keep=[other.fileno()])
    stage.start("third", sleep, keep=[end.fileno()])
    for ours in (one, other, watched, end):
        ours.close()
