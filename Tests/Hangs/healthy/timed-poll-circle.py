"""Two filters in a circle over pipes, of which one polls with a time limit, and so leaves it."""

import select

from ring import close_ring, pipe
from stage import HOURS, Stage, read_input

def poll_input():
    poll = select.poll()
    poll.register(0, select.POLLIN)
    poll.poll(HOURS * 1000)


with Stage() as stage:
    close_ring(stage, {"a": poll_input, "b": read_input}, [pipe(), pipe()])
