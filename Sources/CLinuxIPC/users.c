#define _GNU_SOURCE
#include <nss.h>
#include <sys/auxv.h>

// A program that is linked statically may load modules of glibc's for names of users only on a machine with
// the same glibc: there /etc/passwd, which needs none, is all that is asked (nsswitch.conf(5)).
__attribute__((constructor)) static void ask_no_modules(void) {
  if (getauxval(AT_BASE) == 0)
    __nss_configure_lookup("passwd", "files");
}
