"""Six programs in a circle over pairs of Unix sockets, each receiving from the one before it."""

from ring import close_ring, receive_input, unix_stream
from stage import Stage

with Stage() as stage:
    roles = ["a", "b", "c", "d", "e", "f"]
    close_ring(stage, dict.fromkeys(roles, receive_input), [unix_stream() for _ in roles])
