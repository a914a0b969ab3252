"""Two filters in a circle over pipes, of which one is stopped: what it does when it goes on nobody
knows, so the other is stuck behind a stopped process, and this is no deadlock."""

from ring import close_ring, pipe
from stage import Stage, read_input

with Stage() as stage:
    close_ring(stage, {"a": read_input, "b": read_input}, [pipe(), pipe()])
    stage.stop("b", call="read")
