#define _GNU_SOURCE
#include "cipc_processes.h"

#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

const int cipc_clone_newipc = CLONE_NEWIPC;
const int cipc_clone_newns = CLONE_NEWNS;
const int cipc_clone_newnet = CLONE_NEWNET;

int cipc_unshare(int flags) { return unshare(flags); }

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
