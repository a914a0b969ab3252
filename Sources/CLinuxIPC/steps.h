#ifndef STEPS_H
#define STEPS_H

/// Opens a handle on what an absolute path leads to, step by step: the kernel mounts what it passes on its way (autofs(5)),
/// whatever openat2(2) is asked. Links are followed as the paths that they show, so that those of /proc lead to no place
/// outside of the root directory. Calls nothing but what is safe in a signal handler, and is for processes of one thread.
/// Returns -1 and errno, EREMOTE for where something would be mounted.
int cipc_open_stepwise(const char *path);

#endif
