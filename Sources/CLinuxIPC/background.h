#ifndef BACKGROUND_H
#define BACKGROUND_H

#include <stddef.h>

// For copies of ours (fork(2)) that go on without us.

/// Closes every descriptor but these, which are sorted. Returns 0, or -1 and errno when others may be open.
int cipc_close_all_but(int *kept, size_t count);

/// Gives every signal its usual effect, and blocks none.
void cipc_reset_signals(void);

#endif
