#define _GNU_SOURCE
#include "cipc_processes.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/vfs.h>
#include <unistd.h>

const int cipc_clone_newipc = CLONE_NEWIPC;
const int cipc_clone_newns = CLONE_NEWNS;
const int cipc_clone_newnet = CLONE_NEWNET;
const int cipc_clone_files = CLONE_FILES;

const uint64_t cipc_initial_pid_namespace = 0xEFFFFFFC;

// In no header of programs: PF_KTHREAD of include/linux/sched.h.
const uint32_t cipc_pf_kthread = 0x00200000;
const uint32_t cipc_pf_exiting = 0x00000004;

int cipc_unshare(int flags) { return unshare(flags); }

int cipc_enter_namespace(int namespace, int type) { return setns(namespace, type); }

int cipc_loopback_up(void) {
  int descriptor = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0)
    return -1;
  struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP};
  int result = ioctl(descriptor, SIOCSIFFLAGS, &request);
  close(descriptor);
  return result;
}

int cipc_pidfd_open(int pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

#ifndef PIDFD_THREAD
#define PIDFD_THREAD O_EXCL // include/uapi/linux/pidfd.h
#endif

int cipc_pidfd_open_thread(int thread) {
  return (int)syscall(SYS_pidfd_open, thread, PIDFD_THREAD);
}

int cipc_pidfd_getfd(int process, int descriptor) {
  return (int)syscall(SYS_pidfd_getfd, process, descriptor, 0);
}

int64_t cipc_read_memory(int thread, uint64_t address, void *buffer, size_t size) {
  struct iovec local = {.iov_base = buffer, .iov_len = size};
  struct iovec remote = {.iov_base = (void *)(uintptr_t)address, .iov_len = size};
  return process_vm_readv(thread, &local, 1, &remote, 1, 0);
}

#ifdef SYS_open
const int64_t cipc_sys_open = SYS_open;
#else
const int64_t cipc_sys_open = -1;
#endif
#ifdef SYS_creat
const int64_t cipc_sys_creat = SYS_creat;
#else
const int64_t cipc_sys_creat = -1;
#endif
const int64_t cipc_sys_openat = SYS_openat;
const int64_t cipc_sys_openat2 = SYS_openat2;

const uint64_t cipc_resolve_in_root = RESOLVE_IN_ROOT;
const uint64_t cipc_resolve_beneath = RESOLVE_BENEATH;

int cipc_open_plain_directory(const char *path) {
  struct open_how how = {
      .flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC,
      .resolve = RESOLVE_NO_MAGICLINKS,
  };
  int directory = (int)syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof how);
  if (directory < 0 && errno == ENOSYS)
    directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  struct statfs system;
  if (directory >= 0 && fstatfs(directory, &system) == 0 && system.f_type == PROC_SUPER_MAGIC) {
    close(directory);
    errno = ENOTDIR;
    return -1;
  }
  return directory;
}

int cipc_open_cached(int directory, const char *path, int flags, uint64_t resolve) {
  struct open_how how = {
      .flags = (uint64_t)(O_PATH | O_CLOEXEC | flags),
      .resolve = RESOLVE_CACHED | RESOLVE_NO_MAGICLINKS | resolve,
  };
  // A mount or a rename anywhere on the machine meanwhile is EAGAIN too (fs/namei.c, LOOKUP_CACHED).
  int file = -1;
  for (int attempt = 0; attempt < 4; attempt++) {
    file = (int)syscall(SYS_openat2, directory, path, &how, sizeof how);
    if (file >= 0 || errno != EAGAIN)
      break;
  }
  return file;
}
