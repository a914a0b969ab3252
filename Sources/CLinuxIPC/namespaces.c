#define _GNU_SOURCE
#include "cipc_namespaces.h"

#include "visits.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/nsfs.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

const uint64_t cipc_nsfs_magic = NSFS_MAGIC;

// As in holder.c: in a copy of ours nothing runs but calls that are safe in a signal handler.

static void give(int channel, int request, int error, int descriptor) {
  struct cipc_mounted_answer answer = {.request = request, .error = error};
  struct iovec part = {.iov_base = &answer, .iov_len = sizeof answer};
  union {
    struct cmsghdr header;
    char bytes[CMSG_SPACE(sizeof(int))];
  } room = {};
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
  if (descriptor >= 0) {
    message.msg_control = room.bytes;
    message.msg_controllen = sizeof room.bytes;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
  }
  while (sendmsg(channel, &message, MSG_NOSIGNAL) < 0 && errno == EINTR) {
  }
}

static int is_wanted(int file, int is_memory, uint64_t device, uint64_t inode) {
  struct statfs system;
  if (fstatfs(file, &system) < 0)
    return 0;
  if (!is_memory)
    return system.f_type == NSFS_MAGIC;
  if (system.f_type == TMPFS_MAGIC || system.f_type == RAMFS_MAGIC)
    return 1;
  struct stat st;
  return fstat(file, &st) == 0 && st.st_dev == device && st.st_ino == inode;
}

struct wanted {
  const struct cipc_mounted_request *requests;
  size_t count;
  uint64_t device, inode;
};

static void fetch(const struct visit *visit, const void *argument) {
  const struct wanted *wanted = argument;
  if (visit->error)
    return give(visit->channel, -1, visit->error, -1);
  int table = openat(visit->self, "mountinfo", O_RDONLY | O_CLOEXEC);
  give(visit->channel, -1, table < 0 ? errno : 0, table);
  for (size_t place = 0; place < wanted->count; place++) {
    const struct cipc_mounted_request *request = wanted->requests + place;
    int file =
        cipc_open_plain(request->path, request->is_memory ? O_RDONLY | O_DIRECTORY : O_PATH);
    if (file < 0) {
      give(visit->channel, (int)place, errno, -1);
    } else if (is_wanted(file, request->is_memory, wanted->device, wanted->inode)) {
      give(visit->channel, (int)place, 0, file);
    } else {
      give(visit->channel, (int)place, EXDEV, -1);
    }
    close(file);
  }
}

int cipc_start_fetching(int mounts, int is_lent, const struct cipc_mounted_request *requests, size_t count,
                        uint64_t device, uint64_t inode, int *channel) {
  struct wanted wanted = {requests, count, device, inode};
  return cipc_start_visit(mounts, is_lent, fetch, &wanted, channel);
}

int cipc_take_fetched(int channel, int milliseconds, struct cipc_mounted_answer *answer,
                      int *descriptor) {
  if (cipc_await_visit(channel, milliseconds) < 0)
    return -1;
  struct iovec part = {.iov_base = answer, .iov_len = sizeof *answer};
  union {
    struct cmsghdr header;
    char bytes[CMSG_SPACE(sizeof(int))];
  } room;
  struct msghdr message = {
      .msg_iov = &part,
      .msg_iovlen = 1,
      .msg_control = room.bytes,
      .msg_controllen = sizeof room.bytes,
  };
  ssize_t size = recvmsg(channel, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
  if (size <= 0)
    return (int)size;
  *descriptor = -1;
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  if (header && header->cmsg_type == SCM_RIGHTS)
    memcpy(descriptor, CMSG_DATA(header), sizeof *descriptor);
  // Then there was no number free for it.
  if (*descriptor < 0 && answer->error == 0)
    answer->error = EMFILE;
  return 1;
}

int cipc_namespace_owner(int namespace) { return ioctl(namespace, NS_GET_USERNS); }

int cipc_namespace_user(int namespace, uint32_t *user) {
  uid_t owner;
  if (ioctl(namespace, NS_GET_OWNER_UID, &owner) < 0)
    return -1;
  *user = owner;
  return 0;
}

uint64_t cipc_raise_open_files(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
    return 0;
  struct rlimit raised = {.rlim_cur = limit.rlim_max, .rlim_max = limit.rlim_max};
  return setrlimit(RLIMIT_NOFILE, &raised) < 0 ? limit.rlim_cur : raised.rlim_cur;
}
