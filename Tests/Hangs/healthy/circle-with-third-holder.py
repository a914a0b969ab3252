"""Two filters in a circle over pipes, while a third program, asleep on a timer, also has a write
end: it may write, and it may be what keeps the first from its end of file."""

from ring import close_ring, pipe
from stage import Stage, read_input, sleep

with Stage() as stage:
    links = [pipe(), pipe()]
    stage.start("third", sleep, keep=[links[0][1]])
    close_ring(stage, {"a": read_input, "b": read_input}, links)
