"""Two filters in a circle over pipes. One is an event loop that watches another one, which waits for
its timerfd, by a number that a third one has by now: that waits for nothing but the circle."""

import os
import select
import struct
import time

from ring import close_ring, pipe
from stage import HOURS, LIBC, Stage, read_input


def loop():
    timer = LIBC.timerfd_create(time.CLOCK_MONOTONIC, 0)
    LIBC.timerfd_settime(timer, 0, struct.pack("4q", 0, 0, HOURS, 0), None)
    with select.epoll() as inner, select.epoll() as other, select.epoll() as outer:
        inner.register(timer, select.EPOLLIN)
        other.register(0, select.EPOLLIN)
        outer.register(0, select.EPOLLIN)
        outer.register(inner, select.EPOLLIN)
        kept = os.dup(inner.fileno())
        os.dup2(other.fileno(), inner.fileno())
        outer.poll()
        os.close(kept)


with Stage() as stage:
    close_ring(stage, {"a": loop, "b": read_input}, [pipe(), pipe()])
