"""Two filters in a circle over pipes. One is an event loop, inside of which another one waits for
its timerfd."""

import select
import struct
import time

from ring import close_ring, pipe
from stage import HOURS, LIBC, Stage, read_input


def loop():
    timer = LIBC.timerfd_create(time.CLOCK_MONOTONIC, 0)
    LIBC.timerfd_settime(timer, 0, struct.pack("4q", 0, 0, HOURS, 0), None)
    with select.epoll() as inner, select.epoll() as outer:
        inner.register(timer, select.EPOLLIN)
        outer.register(0, select.EPOLLIN)
        outer.register(inner, select.EPOLLIN)
        outer.poll()


with Stage() as stage:
    close_ring(stage, {"a": loop, "b": read_input}, [pipe(), pipe()])
