#ifndef CIPC_INTERRUPTION_H
#define CIPC_INTERRUPTION_H

#include <stdint.h>

/// From now on SIGINT, SIGTERM and SIGHUP do not end the process but are remembered, and calls that
/// wait return EINTR. A signal that was ignored stays ignored. A second one of the same kind ends
/// the process, for the user who means it.
int cipc_interruption_begin(void);

/// The signal that came since `cipc_interruption_begin`, or 0.
int cipc_interruption_signal(void);

/// From now on these signals have their usual effect again: one that comes ends the process, and none is lost in
/// between. Returns -1, with EINTR, when one came before, and changes nothing then.
int cipc_interruption_suspend(void);

/// Remembers them again, after `cipc_interruption_suspend`.
void cipc_interruption_resume(void);

/// Arms a timer that makes waiting calls return EINTR from `nanoseconds` (on CLOCK_MONOTONIC) on,
/// again and again, as one signal alone could come just before the call begins to wait.
/// 0 disarms it.
int cipc_interruption_set_deadline(int64_t nanoseconds);

/// Ends this process by `signal`, so that its parent sees what happened.
_Noreturn void cipc_interruption_die(int signal);

#endif
