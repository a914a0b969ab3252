#ifndef CIPC_PROCESSES_H
#define CIPC_PROCESSES_H

extern const int cipc_clone_newipc;
extern const int cipc_clone_newns;
extern const int cipc_clone_newnet;

/// unshare(2): moves the calling thread alone into new namespaces.
int cipc_unshare(int flags);

/// Brings up the loopback interface of the calling thread's network namespace, netdevice(7). Returns -1
/// and errno.
int cipc_loopback_up(void);

/// pidfd_open(2), Linux 5.3: a handle on a process, which it does not disturb.
int cipc_pidfd_open(int pid);

#endif
