#ifndef CIPC_POSIX_SEM_H
#define CIPC_POSIX_SEM_H

#include <stddef.h>
#include <stdint.h>

/// sizeof(sem_t): what the file of every named semaphore holds.
extern const size_t cipc_semaphore_size;

/// SEM_VALUE_MAX, a macro in C.
extern const uint32_t cipc_semaphore_value_max;

/// A semaphore in a file, mapped, and safe from whoever cuts the file short (SIGBUS).
struct cipc_semaphore;

/// sem_init(3) of a semaphore that processes share, into `cipc_semaphore_size` bytes.
/// Returns 0, or -1 and errno.
int cipc_semaphore_initialise(void *bytes, uint32_t value);

/// Maps the file, which is open to read and write and large enough. NULL and errno on failure.
struct cipc_semaphore *cipc_semaphore_map(int descriptor);

void cipc_semaphore_unmap(struct cipc_semaphore *semaphore);

/// What follows calls the function that it is named after. When the file was cut short meanwhile, each
/// returns -1 with errno EFAULT.

/// sem_getvalue(3).
int64_t cipc_semaphore_value(struct cipc_semaphore *semaphore);

/// sem_post(3), `count` times or until it fails. Stores how often it was done.
int cipc_semaphore_post(struct cipc_semaphore *semaphore, uint64_t count, uint64_t *done);

/// sem_trywait(3), `count` times or until it fails. Stores how often it was done.
int cipc_semaphore_try_wait(struct cipc_semaphore *semaphore, uint64_t count, uint64_t *done);

/// sem_wait(3): a signal ends it, EINTR, as no handler of ours has SA_RESTART.
int cipc_semaphore_wait(struct cipc_semaphore *semaphore);

/// sem_open(3), variadic in C, of a semaphore that does not exist yet. NULL and errno on failure.
void *cipc_semaphore_open_new(const char *name, uint32_t mode, uint32_t value);

#endif
