#define _GNU_SOURCE
#include "cipc_descriptors.h"

#include <fcntl.h>
#include <linux/kcmp.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// The entries of /proc/PID/fd are numbers: written here, no name is made for each of them.
#define NAME_SIZE 12

static const char *name_of(int number, char name[NAME_SIZE]) {
  char *end = name + NAME_SIZE - 1;
  *end = 0;
  unsigned rest = (unsigned)number;
  do {
    *--end = (char)('0' + rest % 10);
    rest /= 10;
  } while (rest);
  return end;
}

int64_t cipc_fd_readlink(int directory, int number, char *buffer, size_t size) {
  char name[NAME_SIZE];
  return readlinkat(directory, name_of(number, name), buffer, size);
}

int cipc_fd_link_mode(int directory, int number) {
  char name[NAME_SIZE];
  struct stat st;
  if (fstatat(directory, name_of(number, name), &st, AT_SYMLINK_NOFOLLOW) < 0)
    return -1;
  return (int)(st.st_mode & 0777);
}

int cipc_fd_target(int directory, int number, struct cipc_file_status *status) {
  char name[NAME_SIZE];
  return cipc_statat_cached(directory, name_of(number, name), status);
}

int cipc_fd_open(int directory, int number, int flags) {
  char name[NAME_SIZE];
  return openat(directory, name_of(number, name), flags | O_CLOEXEC);
}

int cipc_same_descriptors(int pid, int other) {
  return (int)syscall(SYS_kcmp, pid, other, KCMP_FILES, 0, 0);
}
