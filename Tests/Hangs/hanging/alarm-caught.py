"""Two full pipes between two programs, of which one catches SIGALRM: nobody can see whether it has
set an alarm, so the deadlock is not proved."""

import signal

from ring import close_ring, pipe
from stage import Stage, fill_output

def fill_output_with_alarm():
    signal.signal(signal.SIGALRM, lambda *_: None)
    fill_output()


with Stage() as stage:
    close_ring(stage, {"a": fill_output, "b": fill_output_with_alarm}, [pipe(), pipe()])
