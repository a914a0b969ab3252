#define _GNU_SOURCE
#include "cipc_sysv_shm.h"

#include <sys/ipc.h>
#include <sys/shm.h>

const uint32_t cipc_shm_dest = SHM_DEST;
const uint32_t cipc_shm_locked = SHM_LOCKED;
const int cipc_shm_noreserve = SHM_NORESERVE;
const int cipc_shm_hugetlb = SHM_HUGETLB;

int cipc_shmget(int32_t key, size_t size, int flags) { return shmget(key, size, flags); }

int cipc_shm_stat_any(int id_or_index, struct cipc_segment *segment) {
  struct shmid_ds ds;
  int id = shmctl(id_or_index, SHM_STAT_ANY, &ds);
  if (id < 0)
    return -1;
  *segment = (struct cipc_segment){
      .id = id,
      .key = ds.shm_perm.__key,
      .mode = ds.shm_perm.mode,
      .uid = ds.shm_perm.uid,
      .gid = ds.shm_perm.gid,
      .creator_uid = ds.shm_perm.cuid,
      .creator_gid = ds.shm_perm.cgid,
      .size = ds.shm_segsz,
      .attached = ds.shm_nattch,
      .creator_pid = ds.shm_cpid,
      .last_operation_pid = ds.shm_lpid,
      .attach_time = ds.shm_atime,
      .detach_time = ds.shm_dtime,
      .change_time = ds.shm_ctime,
  };
  return 0;
}

int cipc_shm_limits(struct cipc_segment_limits *limits) {
  struct shminfo info;
  int highest = shmctl(0, IPC_INFO, (struct shmid_ds *)&info);
  if (highest < 0)
    return -1;
  *limits = (struct cipc_segment_limits){
      .segments_limit = info.shmmni,
      .segment_bytes_limit = info.shmmax,
      .pages_limit = info.shmall,
  };
  return highest;
}

int cipc_shm_use(struct cipc_segment_use *use) {
  struct shm_info info;
  if (shmctl(0, SHM_INFO, (struct shmid_ds *)&info) < 0)
    return -1;
  *use = (struct cipc_segment_use){.segments = (uint64_t)(uint32_t)info.used_ids,
                                   .pages = info.shm_tot};
  return 0;
}

int cipc_shm_may_read(int id) {
  struct shmid_ds ds;
  return shmctl(id, IPC_STAT, &ds);
}

int cipc_shm_remove(int id) { return shmctl(id, IPC_RMID, NULL); }

int cipc_shm_lock(int id) { return shmctl(id, SHM_LOCK, NULL); }

void *cipc_shmat(int id, int read_only) {
  void *address = shmat(id, NULL, read_only ? SHM_RDONLY : 0);
  return address == (void *)-1 ? NULL : address;
}

int cipc_shmdt(const void *address) { return shmdt(address); }
