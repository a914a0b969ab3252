"""Three programs that each wait in poll for what either of the other two says: two ways out, and
both lead back."""

import itertools
import os
import select

from stage import Stage

with Stage() as stage:
    roles = ["a", "b", "c"]
    pipes = {(source, target): os.pipe() for source, target in itertools.permutations(roles, 2)}

    def wait_for_either(inputs):
        poll = select.poll()
        for end in inputs:
            poll.register(end, select.POLLIN)
        poll.poll()

    for role in roles:
        inputs = [ends[0] for (_, target), ends in pipes.items() if target == role]
        outputs = [ends[1] for (source, _), ends in pipes.items() if source == role]
        stage.start(role, lambda inputs=inputs: wait_for_either(inputs), keep=inputs + outputs)
