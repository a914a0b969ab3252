"""Two filters in a circle over pipes. One has a second thread that waits for signals, as daemons do,
and may write when one comes."""

import os
import signal
import threading

from ring import close_ring, pipe
from stage import Stage, read_input

with Stage() as stage:
    def read_while_signals_are_awaited():
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])

        def await_signal():
            stage.mark("waiter", threading.get_native_id())
            signal.sigwait([signal.SIGTERM])
            os.write(1, b"the end\n")

        threading.Thread(target=await_signal).start()
        read_input()

    close_ring(stage, {"a": read_input, "b": read_while_signals_are_awaited}, [pipe(), pipe()])
    stage.tids["waiter"] = stage.mark_of("waiter")
