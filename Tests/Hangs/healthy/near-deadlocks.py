"""The whole machine, with many that are almost a deadlock: circles with a time limit, a timer, a
listener or a terminal in them, and a loop on its own pipe that catches a signal."""

import os
import pty
import select
import signal
import socket
import threading

from ring import pipe
from stage import HOURS, Stage, read_input, sleep

with Stage() as stage:
    listener = socket.create_server("socket", family=socket.AF_UNIX)
    master, terminal = pty.openpty()
    stage.holds = {master}

    def limited():
        select.select([0], [], [], HOURS)

    def listening():
        select.select([0, listener], [], [])

    def at_terminal():
        select.select([0, terminal], [], [])

    def with_timer():
        threading.Thread(target=sleep).start()
        read_input()

    def catching():
        signal.signal(signal.SIGTERM, lambda *_: None)
        read_input()

    for act in limited, listening, at_terminal, with_timer:
        name = act.__name__
        into, out_of = pipe(), pipe()
        stage.start(f"{name}-a", act, stdin=into[0], stdout=out_of[1],
                    keep=[listener.fileno(), terminal])
        stage.start(f"{name}-b", read_input, stdin=out_of[0], stdout=into[1])
    end, other = os.pipe()
    stage.start("catching", catching, stdin=end, stdout=other)
