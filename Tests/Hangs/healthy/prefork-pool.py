"""A server with three workers. Each worker waits for clients or for orders of the master; the
master waits for the end of a worker. Without the listener it would be a circle."""

import os
import select
import socket

from stage import Stage

with Stage() as stage:
    listener = socket.create_server("socket", family=socket.AF_UNIX)
    listener.setblocking(False)

    def work(orders):
        with select.epoll() as epoll:
            epoll.register(listener, select.EPOLLIN)
            epoll.register(orders, select.EPOLLIN)
            epoll.poll()

    def lead():
        orders = []
        for number in range(3):
            end, other = os.pipe()
            orders.append(other)
            child = os.fork()
            if child == 0:
                for one in orders:
                    os.close(one)
                work(end)
                os._exit(0)
            os.close(end)
            stage.mark(f"worker-{number}", child)
        os.wait()

    stage.start("master", lead, keep=[listener.fileno()])
    for number in range(3):
        stage.pids[f"worker-{number}"] = stage.mark_of(f"worker-{number}")
