#ifndef CIPC_SANITIZERS_H
#define CIPC_SANITIZERS_H

// What the thread sanitizer is to be told of a lock that it does not see; nothing elsewhere.
void cipc_lock_taken(void *lock);
void cipc_lock_left(void *lock);

#endif
