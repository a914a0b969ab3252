#define _GNU_SOURCE
#include "cipc_sysv_sem.h"

#include <errno.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/sem.h>
#include <unistd.h>

// semctl(2) leaves this to its callers.
union semun {
  int val;
  struct semid_ds *buf;
  unsigned short *array;
  struct seminfo *__buf;
};

int cipc_semget(int32_t key, int members, int flags) { return semget(key, members, flags); }

int cipc_sem_stat_any(int id_or_index, struct cipc_semaphore_set *set) {
  struct semid_ds ds;
  int id = semctl(id_or_index, 0, SEM_STAT_ANY, (union semun){.buf = &ds});
  if (id < 0)
    return -1;
  *set = (struct cipc_semaphore_set){
      .id = id,
      .key = ds.sem_perm.__key,
      .mode = ds.sem_perm.mode,
      .uid = ds.sem_perm.uid,
      .gid = ds.sem_perm.gid,
      .creator_uid = ds.sem_perm.cuid,
      .creator_gid = ds.sem_perm.cgid,
      .members = ds.sem_nsems,
      .operation_time = ds.sem_otime,
      .change_time = ds.sem_ctime,
  };
  return 0;
}

int cipc_sem_limits(struct cipc_semaphore_limits *limits) {
  struct seminfo info;
  int highest = semctl(0, 0, SEM_INFO, (union semun){.__buf = &info});
  if (highest < 0)
    return -1;
  *limits = (struct cipc_semaphore_limits){
      .sets_limit = (uint32_t)info.semmni,
      .semaphores_limit = (uint32_t)info.semmns,
      .set_members_limit = (uint32_t)info.semmsl,
      .operations_limit = (uint32_t)info.semopm,
      .value_limit = (uint32_t)info.semvmx,
      .sets = (uint32_t)info.semusz,
      .semaphores = (uint32_t)info.semaem,
  };
  return highest;
}

int cipc_sem_set_mode(int id, uint32_t mode) {
  struct semid_ds ds;
  // Not IPC_STAT: the owner may change also what the mode does not let him read.
  if (semctl(id, 0, SEM_STAT_ANY, (union semun){.buf = &ds}) < 0)
    return -1;
  ds.sem_perm.mode = mode;
  return semctl(id, 0, IPC_SET, (union semun){.buf = &ds});
}

int cipc_sem_remove(int id) { return semctl(id, 0, IPC_RMID); }

/// An array of `count` values that ends where a page without any right begins.
struct guarded_values {
  uint16_t *values;
  void *start;
  size_t size;
};

static int guarded_values_map(struct guarded_values *guarded, size_t count) {
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  size_t bytes = count * sizeof *guarded->values;
  size_t usable = (bytes + page - 1) / page * page;
  guarded->size = usable + page;
  guarded->start =
      mmap(NULL, guarded->size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (guarded->start == MAP_FAILED)
    return -1;
  if (mprotect(guarded->start, usable, PROT_READ | PROT_WRITE) < 0) {
    munmap(guarded->start, guarded->size);
    return -1;
  }
  guarded->values = (uint16_t *)((char *)guarded->start + usable - bytes);
  return 0;
}

/// Unmaps, and says what `semctl` returned: a guard that was met is a set of another size.
static int guarded_values_unmap(struct guarded_values *guarded, int result) {
  int error = errno == EFAULT ? EIDRM : errno;
  munmap(guarded->start, guarded->size);
  errno = error;
  return result;
}

int cipc_sem_values(int id, uint16_t *values, size_t count) {
  struct guarded_values guarded;
  if (guarded_values_map(&guarded, count) < 0)
    return -1;
  // No value is as large (SEMVMX): where this is left, a smaller set has taken the id.
  memset(guarded.values, 0xFF, count * sizeof *values);
  int result = semctl(id, 0, GETALL, (union semun){.array = guarded.values});
  if (result == 0 && count > 0 && guarded.values[count - 1] == UINT16_MAX) {
    errno = EIDRM;
    result = -1;
  }
  if (result == 0)
    memcpy(values, guarded.values, count * sizeof *values);
  return guarded_values_unmap(&guarded, result);
}

int cipc_sem_set_values(int id, uint16_t value, size_t count) {
  struct guarded_values guarded;
  if (guarded_values_map(&guarded, count) < 0)
    return -1;
  for (size_t index = 0; index < count; index++)
    guarded.values[index] = value;
  int result = semctl(id, 0, SETALL, (union semun){.array = guarded.values});
  return guarded_values_unmap(&guarded, result);
}

int cipc_sem_value(int id, int index) { return semctl(id, index, GETVAL); }

int cipc_sem_last_pid(int id, int index) { return semctl(id, index, GETPID); }

int cipc_sem_waiting_for_more(int id, int index) { return semctl(id, index, GETNCNT); }

int cipc_sem_waiting_for_zero(int id, int index) { return semctl(id, index, GETZCNT); }

int cipc_semop(int id, uint16_t index, int16_t change, int flags) {
  struct sembuf operation = {.sem_num = index, .sem_op = change, .sem_flg = (short)flags};
  return semop(id, &operation, 1);
}
