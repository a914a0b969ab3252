#ifndef CIPC_ARGUMENTS_H
#define CIPC_ARGUMENTS_H

/// The arguments of this process with the program's name, as the kernel gave them. Swift's own are read
/// back from /proc/self, and missing where /proc is.
int cipc_argument_count(void);

/// One of them; NULL beyond the last.
const char *cipc_argument(int index);

#endif
