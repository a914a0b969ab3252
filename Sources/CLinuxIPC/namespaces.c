#define _GNU_SOURCE
#include "cipc_namespaces.h"

#include "background.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/nsfs.h>
#include <linux/openat2.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/wait.h>
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

// Whoever made the links on the way leads to no place outside of his root.
static int open_plain(const char *path, int flags) {
  struct open_how how = {
      .flags = (uint64_t)(flags | O_CLOEXEC),
      .resolve = RESOLVE_NO_MAGICLINKS,
  };
  return (int)syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof how);
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

static void fetch(int mounts, const struct cipc_mounted_request *requests, size_t count,
                  uint64_t device, uint64_t inode, int channel) {
  // Of ours: what is mounted inside is not believed.
  int self = open("/proc/self", O_PATH | O_DIRECTORY | O_CLOEXEC);
  int kept[] = {channel, mounts, self};
  cipc_reset_signals();
  // The thread sanitizer gives a copy of ours a thread more, and who shares a root directory may not leave it.
  if (self < 0 || cipc_close_all_but(kept, 3) < 0 || unshare(CLONE_FS) < 0 ||
      setns(mounts, CLONE_NEWNS) < 0)
    return give(channel, -1, errno, -1);
  int table = openat(self, "mountinfo", O_RDONLY | O_CLOEXEC);
  give(channel, -1, table < 0 ? errno : 0, table);
  for (size_t place = 0; place < count; place++) {
    const struct cipc_mounted_request *request = requests + place;
    int file = open_plain(request->path, request->is_memory ? O_RDONLY | O_DIRECTORY : O_PATH);
    if (file < 0) {
      give(channel, (int)place, errno, -1);
    } else if (is_wanted(file, request->is_memory, device, inode)) {
      give(channel, (int)place, 0, file);
    } else {
      give(channel, (int)place, EXDEV, -1);
    }
    close(file);
  }
}

int cipc_start_fetching(int mounts, const struct cipc_mounted_request *requests, size_t count,
                        uint64_t device, uint64_t inode, int *channel) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
    return -1;
  pid_t child = fork();
  if (child == 0) {
    fetch(mounts, requests, count, device, inode, ends[1]);
    _exit(0);
  }
  int saved = errno;
  close(ends[1]);
  if (child < 0)
    close(ends[0]);
  else
    *channel = ends[0];
  errno = saved;
  return child;
}

int cipc_take_fetched(int channel, int milliseconds, struct cipc_mounted_answer *answer,
                      int *descriptor) {
  struct pollfd request = {.fd = channel, .events = POLLIN};
  int ready = poll(&request, 1, milliseconds);
  if (ready < 0)
    return -1;
  if (ready == 0) {
    errno = EAGAIN;
    return -1;
  }
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

void cipc_leave_fetching(int child) {
  kill(child, SIGKILL);
  waitpid(child, NULL, WNOHANG);
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
