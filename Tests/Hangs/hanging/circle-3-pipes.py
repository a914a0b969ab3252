"""Three filters in a circle over pipes, each waiting for the one before it to say something."""

from ring import close_ring, pipe
from stage import Stage, read_input

with Stage() as stage:
    roles = ["a", "b", "c"]
    close_ring(stage, dict.fromkeys(roles, read_input), [pipe() for _ in roles])
