#ifndef CIPC_REFERENCES_H
#define CIPC_REFERENCES_H

#include <stddef.h>
#include <stdint.h>

/// A descriptor of a process, and what the kernel counts behind it.
struct cipc_reference {
  uint64_t file;  // tells one open file description from another
  uint64_t table; // the same for tables of descriptors, which threads and some processes share
  uint64_t inode;
  int64_t count; // how often the description is referred to, by descriptors and by all else
  uint32_t device; // as the kernel has it: 12 bits and 20
  uint32_t mode;   // of the description: 1 to read, 2 to write
  int32_t pid;
  int32_t fd;
  uint32_t readers, writers; // of a pipe: how many descriptions there are of each end
  uint32_t type; // of the file, as S_IFMT has it: inode(7)
  uint32_t unused;
};

/// A descriptor from which a `cipc_reference` for every descriptor of every process can be read: a program in the
/// kernel's own (BPF_TRACE_ITER, task_file; Linux 5.8, of which the types are told by /sys/kernel/btf/vmlinux). It
/// takes no reference that outlasts the look, and needs CAP_BPF and CAP_PERFMON. Returns -1 and errno.
int cipc_references_open(void);

/// Whether such a program can be written for a kernel whose types are told by those bytes: 0, or -1.
int cipc_references_parse(const void *types, size_t size);

#endif
