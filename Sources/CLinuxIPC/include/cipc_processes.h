#ifndef CIPC_PROCESSES_H
#define CIPC_PROCESSES_H

#include <stddef.h>
#include <stdint.h>

extern const int cipc_clone_newipc;
extern const int cipc_clone_newns;
extern const int cipc_clone_newnet;
extern const int cipc_clone_files;

/// The inode of the initial pid namespace.
extern const uint64_t cipc_initial_pid_namespace;

/// Of the flags in /proc/PID/stat: a thread of the kernel's own, and one that is about to end.
extern const uint32_t cipc_pf_kthread, cipc_pf_exiting;

/// unshare(2): moves the calling thread alone into new namespaces, or gives it a table of descriptors of its
/// own.
int cipc_unshare(int flags);

/// Brings up the loopback interface of the calling thread's network namespace, netdevice(7). Returns -1
/// and errno.
int cipc_loopback_up(void);

/// setns(2) of the calling thread alone into a namespace of `type`, one of CLONE_NEWIPC and CLONE_NEWNET.
int cipc_enter_namespace(int namespace, int type);

/// Opens a directory to read, through no magic link and not in /proc (ENOTDIR): where others have made the links on
/// the way, these lead to no place outside of their root.
int cipc_open_plain_directory(const char *path);

/// pidfd_open(2), Linux 5.3: a handle on a process, which it does not disturb.
int cipc_pidfd_open(int pid);

/// The same on one thread, PIDFD_THREAD, Linux 6.9; EINVAL before.
int cipc_pidfd_open_thread(int thread);

/// pidfd_getfd(2), Linux 5.6: a copy of a process's descriptor, close-on-exec.
int cipc_pidfd_getfd(int process, int descriptor);

/// process_vm_readv(2) of one range: the memory of a thread's process. Returns how much could be read up to
/// the first page that is not there, or -1 and errno.
int64_t cipc_read_memory(int thread, uint64_t address, void *buffer, size_t size);

/// The numbers of the calls that open files; -1 for one that this architecture does not have.
extern const int64_t cipc_sys_open;
extern const int64_t cipc_sys_creat;
extern const int64_t cipc_sys_openat;
extern const int64_t cipc_sys_openat2;

/// openat2(2) with O_PATH and RESOLVE_CACHED, Linux 5.12: a handle on the file at `path`, unless somebody
/// would have to be asked for it, or an access time moved (EAGAIN). No magic link of /proc is followed.
///
/// `resolve` adds to how the path is resolved.
int cipc_open_cached(int directory, const char *path, int flags, uint64_t resolve);

/// `directory` stands for the root directory.
extern const uint64_t cipc_resolve_in_root;
/// What leads out of `directory` is refused (EXDEV).
extern const uint64_t cipc_resolve_beneath;

#endif
