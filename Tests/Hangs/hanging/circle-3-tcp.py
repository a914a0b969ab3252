"""Three programs in a circle over TCP connections within this host."""

from ring import close_ring, receive_input, tcp
from stage import Stage

with Stage() as stage:
    roles = ["a", "b", "c"]
    close_ring(stage, dict.fromkeys(roles, receive_input), [tcp() for _ in roles])
