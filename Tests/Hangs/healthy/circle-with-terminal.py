"""The same with a terminal: one of the circle waits in select for its user too."""

import pty
import select

from ring import pipe
from stage import Stage, read_input

with Stage() as stage:
    master, terminal = pty.openpty()
    stage.holds = {master}
    links = [pipe(), pipe()]
    stage.start("a", lambda: select.select([0, terminal], [], []),
                stdin=links[0][0], stdout=links[1][1], keep=[terminal])
    stage.start("b", read_input, stdin=links[1][0], stdout=links[0][1])
