#ifndef CIPC_SYSV_SEM_H
#define CIPC_SYSV_SEM_H

#include <stddef.h>
#include <stdint.h>

/// A semaphore set as semctl(2) describes it, with the kernel's widths.
struct cipc_semaphore_set {
  int32_t id;
  int32_t key;
  uint32_t mode;
  uint32_t uid, gid;
  uint32_t creator_uid, creator_gid;
  uint64_t members;
  int64_t operation_time;
  int64_t change_time;
};

/// The limits of semaphores in this IPC namespace, and what is in use of them.
struct cipc_semaphore_limits {
  uint64_t sets_limit;
  uint64_t semaphores_limit;
  uint64_t set_members_limit;
  uint64_t operations_limit;
  uint64_t value_limit;
  uint64_t sets;
  uint64_t semaphores;
};

/// semget(2).
int cipc_semget(int32_t key, int members, int flags);

/// semctl(SEM_STAT_ANY), Linux 4.17: needs no permission on the set. The kernel masks `id_or_index`
/// down to an index, so a stale id describes its successor: compare `set->id`.
/// Returns 0, or -1 and errno.
int cipc_sem_stat_any(int id_or_index, struct cipc_semaphore_set *set);

/// semctl(SEM_INFO). Returns the highest index in use, or -1 and errno.
int cipc_sem_limits(struct cipc_semaphore_limits *limits);

/// semctl(IPC_SET) of the permission bits alone; the owner is read and written back.
int cipc_sem_set_mode(int id, uint32_t mode);

/// semctl(IPC_RMID).
int cipc_sem_remove(int id);

/// semctl(GETALL) of a set that has `count` members. The call is not told how large the array is: it
/// gets one that ends before memory that nobody may touch, so that a set that took the id meanwhile
/// overflows nothing. Returns 0, or -1 and errno: EIDRM when the set has another number of members,
/// which never changes while it lives.
int cipc_sem_values(int id, uint16_t *values, size_t count);

/// semctl(SETALL): `value` for every member of a set that has `count` of them.
/// Returns 0, or -1 and errno: EIDRM when it has more.
int cipc_sem_set_values(int id, uint16_t value, size_t count);

/// semctl(GETVAL). Returns the value of a member, or -1 and errno.
int cipc_sem_value(int id, int index);

/// semctl(GETPID). Returns the last process to operate a member, 0 for nobody and for one outside our
/// pid namespace, or -1 and errno.
int cipc_sem_last_pid(int id, int index);

/// semctl(GETNCNT). Returns how many wait for the value to grow, or -1 and errno.
int cipc_sem_waiting_for_more(int id, int index);

/// semctl(GETZCNT). Returns how many wait for the value to be zero, or -1 and errno.
int cipc_sem_waiting_for_zero(int id, int index);

/// semop(2) with one operation, which is not undone when the process ends.
int cipc_semop(int id, uint16_t index, int16_t change, int flags);

#endif
