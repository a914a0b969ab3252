#ifndef CIPC_MAPPINGS_H
#define CIPC_MAPPINGS_H

#include <stddef.h>
#include <stdint.h>

/// A mapping of a file, as PROCMAP_QUERY tells of it.
struct cipc_mapping {
  uint64_t start, end, offset, inode, device;
  int is_writable, is_shared;
  size_t name_length; // without the NUL
};

/// ioctl(2) PROCMAP_QUERY on an open /proc/PID/maps, Linux 6.11: the first mapping of a file that covers
/// `from` or comes after it, of shared mappings only when `shared_only` is not 0.
///
/// Its name, as d_path gives it, goes to `name`, unless `size` is 0. Returns 0; -1 and errno: ENOENT when there are no more,
/// ENOTTY on older kernels, ESRCH for a process without memory.
int cipc_next_mapping(int maps, uint64_t from, int shared_only, struct cipc_mapping *mapping,
                      char *name, size_t size);

#endif
