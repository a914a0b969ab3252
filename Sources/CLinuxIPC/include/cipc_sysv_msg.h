#ifndef CIPC_SYSV_MSG_H
#define CIPC_SYSV_MSG_H

#include <stddef.h>
#include <stdint.h>

/// A message queue as msgctl(2) describes it, with the kernel's widths.
struct cipc_message_queue {
  int32_t id;
  int32_t key;
  uint32_t mode;
  uint32_t uid, gid;
  uint32_t creator_uid, creator_gid;
  uint64_t bytes;
  uint64_t messages;
  uint64_t capacity_bytes;
  int32_t last_send_pid;
  int32_t last_receive_pid;
  int64_t send_time;
  int64_t receive_time;
  int64_t change_time;
};

/// The limits of message queues in this IPC namespace, and how many there are.
struct cipc_message_limits {
  uint64_t queues_limit;
  uint64_t queue_bytes_limit;
  uint64_t message_bytes_limit;
  uint64_t queues;
};

extern const int cipc_msg_copy;
extern const int cipc_msg_except;
extern const int cipc_ipc_nowait;
extern const int cipc_ipc_creat;
extern const int cipc_ipc_excl;

/// msgget(2).
int cipc_msgget(int32_t key, int flags);

/// msgctl(MSG_STAT_ANY), Linux 4.17: needs no permission on the queue. The kernel masks `id_or_index`
/// down to an index, so a stale id describes its successor: compare `queue->id`.
/// Returns 0, or -1 and errno.
int cipc_msg_stat_any(int id_or_index, struct cipc_message_queue *queue);

/// msgctl(IPC_INFO) and msgctl(MSG_INFO). Returns the highest index in use, or -1 and errno.
int cipc_msg_limits(struct cipc_message_limits *limits);

/// msgctl(IPC_SET) of msg_qbytes alone; the other attributes are read and written back.
int cipc_msg_set_capacity(int id, uint64_t capacity_bytes);

/// msgctl(IPC_RMID).
int cipc_msg_remove(int id);

/// msgsnd(2). `buffer` begins with the type, a C long; `size` does not count it.
int cipc_msgsnd(int id, const void *buffer, size_t size, int flags);

/// msgrcv(2). `buffer` begins with the type, a C long; `size` does not count it.
int64_t cipc_msgrcv(int id, void *buffer, size_t size, int64_t type, int flags);

#endif
