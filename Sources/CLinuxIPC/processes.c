#define _GNU_SOURCE
#include "cipc_processes.h"

#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

const int cipc_clone_newipc = CLONE_NEWIPC;
const int cipc_clone_newns = CLONE_NEWNS;

int cipc_unshare(int flags) { return unshare(flags); }

int cipc_pidfd_open(int pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }
