#ifndef BACKGROUND_H
#define BACKGROUND_H

#include <stddef.h>
#include <sys/types.h>

// For copies of ours (fork(2)) that go on without us.

/// Closes every descriptor but these, which are sorted. Returns 0, or -1 and errno when others may be open.
int cipc_close_all_but(int *kept, size_t count);

/// fork(2) of a copy that ends with us, whatever ends us (PR_SET_PDEATHSIG, prctl(2)): the calling thread has to live
/// as long as it does.
pid_t cipc_fork_tied(void);

/// Gives every signal its usual effect, and blocks none.
void cipc_reset_signals(void);

#endif
