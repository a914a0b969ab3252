#define _GNU_SOURCE
#include "cipc_privileges.h"

#include <linux/securebits.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/statvfs.h>
#include <unistd.h>

// PROC_USER_INIT_INO of include/linux/proc_ns.h.
const uint64_t cipc_initial_user_namespace = 0xEFFFFFFD;

int cipc_is_secure(void) { return getauxval(AT_SECURE) != 0; }

int cipc_is_root_ordinary(void) {
  int bits = prctl(PR_GET_SECUREBITS, 0, 0, 0, 0);
  return bits > 0 && (bits & SECBIT_NOROOT) != 0;
}

int cipc_has_no_new_privileges(void) { return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1; }

int cipc_allow_attaching(void) { return prctl(PR_SET_DUMPABLE, 1, 0, 0, 0); }

int cipc_become_real_user(void) {
  uid_t user = getuid();
  gid_t group = getgid();
  return setresgid(group, group, group) < 0 ? -1 : setresuid(user, user, user);
}

int cipc_is_nosuid(const char *path) {
  struct statvfs status;
  return statvfs(path, &status) == 0 && (status.f_flag & ST_NOSUID) != 0;
}
