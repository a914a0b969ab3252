#define _GNU_SOURCE
#include "cipc_posix_sem.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

const size_t cipc_semaphore_size = sizeof(sem_t);
const uint32_t cipc_semaphore_value_max = SEM_VALUE_MAX;

struct cipc_semaphore {
  sem_t *semaphore;
  volatile sig_atomic_t is_lost;
};

// The semaphore that this thread is about to touch: its file belongs to others, who may truncate it at
// any moment, and the access that follows is SIGBUS.
static _Thread_local struct cipc_semaphore *volatile touched;
static struct sigaction previous_action;
static size_t page_size;

// Puts a page of our own in the place of the lost one, so that the C library's function comes to its end in
// its own time, and its caller learns that it was for nothing. To jump out of it instead would leave
// it half done. The page holds a semaphore of value 1, at which sem_wait does not fall asleep for ever.
static void on_bus_error(int signal_number, siginfo_t *info, void *context) {
  (void)context;
  int saved = errno;
  struct cipc_semaphore *semaphore = touched;
  if (semaphore != NULL && info->si_code > 0) {
    char *page = (char *)semaphore->semaphore;
    char *address = info->si_addr;
    if (address >= page && address < page + page_size &&
        mmap(page, page_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
             0) != MAP_FAILED) {
      *(volatile uint64_t *)page = 1; // the value in the low half, no waiters (KERNEL-NOTES 6.5)
      semaphore->is_lost = 1;
      errno = saved;
      return;
    }
  }
  // Not ours: whose it was before gets it, when the access is made again or the signal sent again.
  sigaction(SIGBUS, &previous_action, NULL);
  if (info->si_code <= 0)
    raise(signal_number);
  errno = saved;
}

static void handle_bus_errors(void) {
  page_size = (size_t)sysconf(_SC_PAGESIZE);
  struct sigaction action = {.sa_sigaction = on_bus_error, .sa_flags = SA_SIGINFO};
  sigemptyset(&action.sa_mask);
  sigaction(SIGBUS, &action, &previous_action);
}

int cipc_semaphore_initialise(void *bytes, uint32_t value) {
  // sem_init leaves the padding as it was.
  memset(bytes, 0, sizeof(sem_t));
  return sem_init(bytes, 1, value);
}

struct cipc_semaphore *cipc_semaphore_map(int descriptor) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, handle_bus_errors);
  struct cipc_semaphore *semaphore = calloc(1, sizeof *semaphore);
  if (semaphore == NULL)
    return NULL;
  void *address =
      mmap(NULL, sizeof(sem_t), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  if (address == MAP_FAILED) {
    int saved = errno;
    free(semaphore);
    errno = saved;
    return NULL;
  }
  semaphore->semaphore = address;
  return semaphore;
}

void cipc_semaphore_unmap(struct cipc_semaphore *semaphore) {
  munmap(semaphore->semaphore, sizeof(sem_t));
  free(semaphore);
}

// What a call has come to, once nothing is touched any more.
static int64_t outcome(struct cipc_semaphore *semaphore, int64_t result) {
  touched = NULL;
  if (!semaphore->is_lost)
    return result;
  errno = EFAULT;
  return -1;
}

int64_t cipc_semaphore_value(struct cipc_semaphore *semaphore) {
  touched = semaphore;
  int value = 0;
  int result = sem_getvalue(semaphore->semaphore, &value);
  return outcome(semaphore, result < 0 ? -1 : (int64_t)(uint32_t)value);
}

int cipc_semaphore_post(struct cipc_semaphore *semaphore, uint64_t count, uint64_t *done) {
  touched = semaphore;
  int result = 0;
  for (*done = 0; *done < count && !semaphore->is_lost; ++*done) {
    result = sem_post(semaphore->semaphore);
    if (result < 0 || semaphore->is_lost)
      break;
  }
  return (int)outcome(semaphore, result);
}

int cipc_semaphore_try_wait(struct cipc_semaphore *semaphore, uint64_t count, uint64_t *done) {
  touched = semaphore;
  int result = 0;
  for (*done = 0; *done < count && !semaphore->is_lost; ++*done) {
    result = sem_trywait(semaphore->semaphore);
    if (result < 0 || semaphore->is_lost)
      break;
  }
  return (int)outcome(semaphore, result);
}

int cipc_semaphore_wait(struct cipc_semaphore *semaphore) {
  touched = semaphore;
  int result = sem_wait(semaphore->semaphore);
  return (int)outcome(semaphore, result);
}

void *cipc_semaphore_open_new(const char *name, uint32_t mode, uint32_t value) {
  sem_t *semaphore = sem_open(name, O_CREAT | O_EXCL, (mode_t)mode, value);
  return semaphore == SEM_FAILED ? NULL : semaphore;
}
