#ifndef CIPC_PRIVILEGES_H
#define CIPC_PRIVILEGES_H

#include <stdint.h>

/// The inode of the initial user namespace.
extern const uint64_t cipc_initial_user_namespace;

/// Whether the kernel gave this process more than who executed it had: AT_SECURE, getauxval(3).
int cipc_is_secure(void);

/// SECBIT_NOROOT, capabilities(7): whether root is a user like others.
int cipc_is_root_ordinary(void);

/// PR_GET_NO_NEW_PRIVS, prctl(2): whether the file of a program lends nothing any more.
int cipc_has_no_new_privileges(void);

/// PR_SET_DUMPABLE, prctl(2): lets its user look into this process again, which a program that had more than he
/// does not.
int cipc_allow_attaching(void);

/// setresgid(2) and setresuid(2) of all threads to the real group and user. Returns -1 and errno.
int cipc_become_real_user(void);

/// Whether `path` lies on a mount with MS_NOSUID, statvfs(3).
int cipc_is_nosuid(const char *path);

#endif
