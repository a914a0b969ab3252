#define _GNU_SOURCE
#include "cipc_posix_mq.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/mount.h>
#include <linux/nsfs.h>
#include <mqueue.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

// No header exports it (ipc/mqueue.c); statfs(2) lists it as MQUEUE_MAGIC.
const uint64_t cipc_mqueue_magic = 0x19800202;
const uint32_t cipc_mq_priorities = MQ_PRIO_MAX;

// Exported to programs since Linux 6.18; the number has been the same since Linux 3.8
// (include/linux/proc_ns.h, PROC_IPC_INIT_INO).
#ifdef IPC_NS_INIT_INO
const uint64_t cipc_initial_ipc_namespace = IPC_NS_INIT_INO;
#else
const uint64_t cipc_initial_ipc_namespace = 0xEFFFFFFF;
#endif

// Closes a descriptor, and leaves errno as it is.
static void drop(int descriptor) {
  int saved = errno;
  if (descriptor >= 0)
    close(descriptor);
  errno = saved;
}

int cipc_mqueue_mount(void) {
  // By number: <sys/mount.h> has the wrappers since glibc 2.36, and clashes with <linux/mount.h>.
  int context = (int)syscall(SYS_fsopen, "mqueue", FSOPEN_CLOEXEC);
  if (context < 0)
    return -1;
  int mount = -1, root = -1;
  if (syscall(SYS_fsconfig, context, FSCONFIG_CMD_CREATE, NULL, NULL, 0) == 0) {
    unsigned attributes =
        MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC;
    mount = (int)syscall(SYS_fsmount, context, FSMOUNT_CLOEXEC, attributes);
  }
  // The mount's own descriptor names it and cannot be read.
  if (mount >= 0)
    root = openat(mount, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  drop(mount);
  drop(context);
  return root;
}

int cipc_mq_open(const char *name, int flags) { return mq_open(name, flags | O_CLOEXEC); }

int cipc_mq_create(const char *name, uint32_t mode, const struct cipc_mq_attributes *attributes) {
  struct mq_attr attr = {0};
  if (attributes) {
    attr.mq_maxmsg = (long)attributes->messages_limit;
    attr.mq_msgsize = (long)attributes->message_size;
  }
  return mq_open(name, O_RDWR | O_CREAT | O_EXCL | O_NONBLOCK | O_CLOEXEC, (mode_t)mode,
                 attributes ? &attr : NULL);
}

int cipc_mq_unlink(const char *name) { return mq_unlink(name); }

int cipc_mq_attributes(int queue, struct cipc_mq_attributes *attributes) {
  struct mq_attr attr;
  if (mq_getattr(queue, &attr) < 0)
    return -1;
  *attributes = (struct cipc_mq_attributes){
      .messages_limit = (uint64_t)attr.mq_maxmsg,
      .message_size = (uint64_t)attr.mq_msgsize,
      .messages = (uint64_t)attr.mq_curmsgs,
  };
  return 0;
}

int cipc_mq_set_nonblocking(int queue, int nonblocking) {
  struct mq_attr attr = {.mq_flags = nonblocking ? O_NONBLOCK : 0};
  return mq_setattr(queue, &attr, NULL);
}

int cipc_mq_send(int queue, const void *message, size_t size, uint32_t priority) {
  return mq_send(queue, message, size, priority);
}

int64_t cipc_mq_receive(int queue, void *buffer, size_t size, uint32_t *priority) {
  return mq_receive(queue, buffer, size, priority);
}

// What ipc/mqueue.c keeps for each message and for each priority in use. No header exports them; their
// sizes are part of what getrlimit(2) documents.
struct posix_msg_tree_node {
  struct {
    unsigned long parent_color;
    void *right, *left;
  } node;
  void *list[2];
  int priority;
};

struct msg_msg {
  void *list[2];
  long type;
  size_t text_size;
  void *next, *security;
};

uint64_t cipc_mq_charge(const struct cipc_mq_attributes *attributes) {
  uint64_t messages = attributes->messages_limit;
  uint64_t nodes = messages < MQ_PRIO_MAX ? messages : MQ_PRIO_MAX;
  uint64_t heads, texts, sum;
  if (__builtin_mul_overflow(messages, sizeof(struct msg_msg), &heads) ||
      __builtin_mul_overflow(messages, attributes->message_size, &texts) ||
      __builtin_add_overflow(heads, texts, &sum) ||
      __builtin_add_overflow(sum, nodes * sizeof(struct posix_msg_tree_node), &sum))
    return UINT64_MAX;
  return sum;
}

int cipc_mq_user_limit(uint64_t *bytes) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_MSGQUEUE, &limit) < 0)
    return -1;
  *bytes = limit.rlim_cur;
  return 0;
}
