"""Two filters in a circle over pipes. One has a second thread, which sleeps and then writes to the
other: it shares the descriptors of the first thread."""

import os
import threading
import time

from ring import close_ring, pipe
from stage import HOURS, Stage, read_input

with Stage() as stage:
    def read_while_timer_runs():
        def tell_later():
            stage.mark("teller", threading.get_native_id())
            time.sleep(HOURS)
            os.write(1, b"tick\n")

        threading.Thread(target=tell_later).start()
        read_input()

    close_ring(stage, {"a": read_input, "b": read_while_timer_runs}, [pipe(), pipe()])
    stage.tids["teller"] = stage.mark_of("teller")
