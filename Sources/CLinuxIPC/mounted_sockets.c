#define _GNU_SOURCE
#include "cipc_mounted_sockets.h"

#include "getdents.h"
#include "steps.h"
#include "visits.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/vfs.h>
#include <unistd.h>

// As in holder.c: in a copy of ours nothing runs but calls that are safe in a signal handler.

// Each has a buffer on the stack.
const int32_t cipc_mounted_depth = 64;
const int32_t cipc_mounted_path_size = PATH_MAX;

// Whoever makes files without end keeps nobody busy without end.
static const size_t most_bytes = 1 << 20;

struct search {
  int channel;
  // Of all the records.
  size_t given;
  size_t length;
  // With no slash at its end.
  char path[PATH_MAX];
};

static void give(struct search *search, enum cipc_mounted_sight sight, int error,
                 const struct cipc_file_status *status) {
  struct cipc_mounted_socket record = {.sight = sight, .error = error};
  if (status)
    record.status = *status;
  struct iovec parts[] = {
      {.iov_base = &record, .iov_len = sizeof record},
      {.iov_base = search->path, .iov_len = search->length},
  };
  struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
  search->given += sizeof record + search->length;
  while (sendmsg(search->channel, &message, MSG_NOSIGNAL) < 0)
    if (errno != EINTR)
      _exit(1);
}

// To a datagram socket connect(2) gives a target and tells it nothing, of another type it says so, and of none as well;
// one that has a target of its own takes no other (unix_may_send).
// Files are called by their numbers: the working directory is our own /proc/self/fd. Returns 0 for a socket that is
// bound, else errno.
static int connection_error(int file) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  size_t place = sizeof address.sun_path - 1;
  do
    address.sun_path[--place] = (char)('0' + file % 10);
  while (file /= 10);
  size_t digits = sizeof address.sun_path - 1 - place;
  memmove(address.sun_path, address.sun_path + place, digits + 1);
  int probe = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (probe < 0)
    return errno;
  int error = 0;
  if (connect(probe, (struct sockaddr *)&address,
              (socklen_t)(offsetof(struct sockaddr_un, sun_path) + digits + 1)) < 0)
    error = errno == EPROTOTYPE || errno == EPERM ? 0 : errno;
  close(probe);
  return error;
}

static void look_at_socket(struct search *search, int directory, const char *name) {
  int file = openat(directory, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
  if (file < 0)
    return;
  struct cipc_file_status status;
  if (cipc_fstat(file, &status) == 0 && S_ISSOCK(status.mode)) {
    int error = connection_error(file);
    if (error)
      give(search, error == ECONNREFUSED ? CIPC_SIGHT_UNBOUND : CIPC_SIGHT_UNTOLD, error, &status);
  }
  close(file);
}

static int open_directory(int handle) {
  int directory = openat(handle, ".", O_RDONLY | O_DIRECTORY | O_NOATIME | O_CLOEXEC);
  if (directory < 0 && errno == EPERM)
    directory = openat(handle, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  return directory;
}

static void look_below(struct search *search, int handle, int depth);

static void look_at_entry(struct search *search, int directory, const struct entry *entry,
                          int depth) {
  const char *name = entry->name;
  if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
    return;
  uint8_t type = entry->type;
  if (type == DT_UNKNOWN) {
    struct stat st;
    if (fstatat(directory, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
      return;
    type = (uint8_t)IFTODT(st.st_mode);
  }
  if (type != DT_SOCK && type != DT_DIR)
    return;
  size_t length = search->length, size = strlen(name);
  // The slash and the NUL are counted.
  if (length + size + 2 > sizeof search->path || (type == DT_DIR && depth == cipc_mounted_depth))
    return give(search, CIPC_SIGHT_DEEP, 0, NULL);
  search->path[length] = '/';
  memcpy(search->path + length + 1, name, size);
  search->length += size + 1;
  if (type == DT_SOCK) {
    look_at_socket(search, directory, name);
  } else {
    // Not O_DIRECTORY, which would have something mounted (fs/namei.c, follow_automount).
    int handle = openat(directory, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    if (handle >= 0)
      look_below(search, handle, depth + 1);
    else if (errno != ENOENT)
      give(search, CIPC_SIGHT_UNREAD, errno, NULL);
  }
  search->length = length;
}

// Closes the handle.
static void look_below(struct search *search, int handle, int depth) {
  struct statfs system;
  if (fstatfs(handle, &system) < 0) {
    give(search, CIPC_SIGHT_UNREAD, errno, NULL);
  } else if (system.f_type == AUTOFS_SUPER_MAGIC) {
    give(search, CIPC_SIGHT_AUTOMOUNT, 0, NULL);
  } else {
    int directory = open_directory(handle);
    close(handle);
    // Removed or replaced since its parent was read.
    if (directory < 0 && (errno == ENOENT || errno == ENOTDIR))
      return;
    _Alignas(struct entry) char entries[PATH_MAX];
    long size = directory;
    while (search->given < most_bytes && size >= 0 &&
           (size = syscall(SYS_getdents64, directory, entries, sizeof entries)) > 0)
      for (long place = 0; place < size && search->given < most_bytes;) {
        const struct entry *entry = (const struct entry *)(entries + place);
        place += entry->size;
        look_at_entry(search, directory, entry, depth);
      }
    if (size < 0)
      give(search, CIPC_SIGHT_UNREAD, errno, NULL);
    close(directory);
    return;
  }
  close(handle);
}

// Its absolute path without symbolic links, as our own /proc has it for those who are here; else the one that led to it.
static void name_directory(struct search *search, int self, int handle, const char *path) {
  char link[16] = "fd/";
  size_t place = sizeof link - 1, start = strlen(link);
  int number = handle;
  do
    link[--place] = (char)('0' + number % 10);
  while (number /= 10);
  memmove(link + start, link + place, sizeof link - place);
  ssize_t length = readlinkat(self, link, search->path, sizeof search->path);
  if (length <= 0 || search->path[0] != '/' || length == sizeof search->path) {
    length = (ssize_t)strnlen(path, sizeof search->path - 1);
    memcpy(search->path, path, (size_t)length);
  }
  while (length > 0 && search->path[length - 1] == '/')
    length--;
  search->length = (size_t)length;
}

struct wanted {
  const char *const *directories;
  size_t count;
};

static void search_all(const struct visit *visit, const void *argument) {
  // Too large for a stack, and of this process alone.
  static struct search search;
  const struct wanted *wanted = argument;
  search.channel = visit->channel;
  int error = visit->error;
  int numbers = error ? -1 : openat(visit->self, "fd", O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (!error && (numbers < 0 || fchdir(numbers) < 0))
    error = errno;
  for (size_t place = 0; place < wanted->count && !error; place++) {
    search.length = 0;
    int handle = cipc_open_stepwise(wanted->directories[place]);
    if (handle < 0) {
      if (errno == EREMOTE)
        give(&search, CIPC_SIGHT_AUTOMOUNT, 0, NULL);
      else if (errno != ENOENT && errno != ENOTDIR)
        give(&search, CIPC_SIGHT_UNREAD, errno, NULL);
      continue;
    }
    name_directory(&search, visit->self, handle, wanted->directories[place]);
    look_below(&search, handle, 0);
  }
  search.length = 0;
  if (search.given >= most_bytes)
    give(&search, CIPC_SIGHT_MORE, 0, NULL);
  give(&search, CIPC_SIGHT_END, error, NULL);
}

int cipc_start_searching(int mounts, int is_lent, const char *const directories[], size_t count,
                         int *channel) {
  struct wanted wanted = {directories, count};
  return cipc_start_visit(mounts, is_lent, search_all, &wanted, channel);
}

int64_t cipc_take_mounted_socket(int channel, int milliseconds, struct cipc_mounted_socket *record,
                                 void *path) {
  if (cipc_await_visit(channel, milliseconds) < 0)
    return -1;
  struct iovec parts[] = {
      {.iov_base = record, .iov_len = sizeof *record},
      {.iov_base = path, .iov_len = PATH_MAX},
  };
  struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
  ssize_t size = recvmsg(channel, &message, MSG_DONTWAIT);
  if (size == 0)
    errno = EPIPE;
  return size < (ssize_t)sizeof *record ? -1 : size - (ssize_t)sizeof *record;
}
