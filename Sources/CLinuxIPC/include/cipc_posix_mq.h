#ifndef CIPC_POSIX_MQ_H
#define CIPC_POSIX_MQ_H

#include <stddef.h>
#include <stdint.h>

/// How many messages fit a POSIX queue, how long they may be, how many wait: `struct mq_attr`.
struct cipc_mq_attributes {
  uint64_t messages_limit;
  uint64_t message_size;
  uint64_t messages;
};

/// statfs(2)'s f_type of the file system of queues.
extern const uint64_t cipc_mqueue_magic;
/// Priorities are below this.
extern const uint32_t cipc_mq_priorities;
/// The inode of the IPC namespace that the machine starts with.
extern const uint64_t cipc_initial_ipc_namespace;

/// The root directory of the calling thread's queues, open to read: a mount that is in no mount
/// namespace and goes when the descriptor is closed (fsopen(2), Linux 5.2). Returns it, or -1 and errno.
int cipc_mqueue_mount(void);

/// mq_open(3) of a queue that exists. `name` begins with a slash.
int cipc_mq_open(const char *name, int flags);

/// mq_open(3) with O_CREAT, O_EXCL. The sizes are the kernel's own when `attributes` is NULL.
int cipc_mq_create(const char *name, uint32_t mode, const struct cipc_mq_attributes *attributes);

/// mq_unlink(3).
int cipc_mq_unlink(const char *name);

/// mq_getattr(3).
int cipc_mq_attributes(int queue, struct cipc_mq_attributes *attributes);

/// mq_setattr(3) of O_NONBLOCK, the only thing that it sets.
int cipc_mq_set_nonblocking(int queue, int nonblocking);

/// mq_send(3).
int cipc_mq_send(int queue, const void *message, size_t size, uint32_t priority);

/// mq_receive(3). `size` is the queue's message size at least.
int64_t cipc_mq_receive(int queue, void *buffer, size_t size, uint32_t *priority);

/// What the kernel counts of a queue against RLIMIT_MSGQUEUE, in bytes (getrlimit(2)).
uint64_t cipc_mq_charge(const struct cipc_mq_attributes *attributes);

/// getrlimit(2) of RLIMIT_MSGQUEUE; all bits set when there is none.
int cipc_mq_user_limit(uint64_t *bytes);

#endif
