#ifndef CIPC_SYSV_SHM_H
#define CIPC_SYSV_SHM_H

#include <stddef.h>
#include <stdint.h>

/// A shared memory segment as shmctl(2) describes it, with the kernel's widths.
struct cipc_segment {
  int32_t id;
  int32_t key;
  uint32_t mode; // with SHM_DEST (01000) and SHM_LOCKED (02000)
  uint32_t uid, gid;
  uint32_t creator_uid, creator_gid;
  uint64_t size;
  uint64_t attached;
  int32_t creator_pid;
  int32_t last_operation_pid;
  int64_t attach_time;
  int64_t detach_time;
  int64_t change_time;
};

/// The limits of shared memory in this IPC namespace (IPC_INFO).
struct cipc_segment_limits {
  uint64_t segments_limit;
  uint64_t segment_bytes_limit;
  uint64_t pages_limit;
};

/// What is in use of them (SHM_INFO: walks every segment).
struct cipc_segment_use {
  uint64_t segments;
  uint64_t pages;
};

extern const uint32_t cipc_shm_dest;
extern const uint32_t cipc_shm_locked;
extern const int cipc_shm_noreserve;
extern const int cipc_shm_hugetlb;

/// shmget(2).
int cipc_shmget(int32_t key, size_t size, int flags);

/// shmctl(SHM_STAT_ANY), Linux 4.17: needs no permission on the segment. The kernel masks
/// `id_or_index` down to an index, so a stale id describes its successor: compare `segment->id`.
/// Returns 0, or -1 and errno.
int cipc_shm_stat_any(int id_or_index, struct cipc_segment *segment);

/// shmctl(IPC_INFO). Returns the highest index in use, or -1 and errno.
int cipc_shm_limits(struct cipc_segment_limits *limits);

/// shmctl(SHM_INFO). Returns 0, or -1 and errno.
int cipc_shm_use(struct cipc_segment_use *use);

/// shmctl(IPC_STAT): asks for the same right as attaching to read. Returns 0, or -1 and errno.
int cipc_shm_may_read(int id);

/// shmctl(IPC_RMID).
int cipc_shm_remove(int id);

/// shmctl(SHM_LOCK).
int cipc_shm_lock(int id);

/// shmat(2) at an address of the kernel's choice. Returns NULL and errno where shmat returns -1.
void *cipc_shmat(int id, int read_only);

/// shmdt(2).
int cipc_shmdt(const void *address);

#endif
