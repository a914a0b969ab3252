#define _GNU_SOURCE
#include "cipc_mappings.h"

#include <linux/fs.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/sysmacros.h>

#ifndef PROCMAP_QUERY
// include/uapi/linux/fs.h, Linux 6.11; the headers may be older than the kernel.
struct procmap_query {
  uint64_t size;
  uint64_t query_flags;
  uint64_t query_addr;
  uint64_t vma_start, vma_end;
  uint64_t vma_flags;
  uint64_t vma_page_size;
  uint64_t vma_offset;
  uint64_t inode;
  uint32_t dev_major, dev_minor;
  uint32_t vma_name_size;
  uint32_t build_id_size;
  uint64_t vma_name_addr;
  uint64_t build_id_addr;
};
#define PROCMAP_QUERY _IOWR('f', 17, struct procmap_query)
#define PROCMAP_QUERY_VMA_WRITABLE 0x02
#define PROCMAP_QUERY_VMA_SHARED 0x08
#define PROCMAP_QUERY_COVERING_OR_NEXT_VMA 0x10
#define PROCMAP_QUERY_FILE_BACKED_VMA 0x20
#endif

int cipc_next_mapping(int maps, uint64_t from, int shared_only, struct cipc_mapping *mapping,
                      char *name, size_t size) {
  struct procmap_query query = {
      .size = sizeof query,
      .query_flags = PROCMAP_QUERY_COVERING_OR_NEXT_VMA | PROCMAP_QUERY_FILE_BACKED_VMA |
                     (shared_only ? PROCMAP_QUERY_VMA_SHARED : 0),
      .query_addr = from,
      .vma_name_size = (uint32_t)size,
      .vma_name_addr = size ? (uint64_t)(uintptr_t)name : 0,
  };
  if (ioctl(maps, PROCMAP_QUERY, &query) < 0)
    return -1;
  *mapping = (struct cipc_mapping){
      .start = query.vma_start,
      .end = query.vma_end,
      .offset = query.vma_offset,
      .inode = query.inode,
      .device = makedev(query.dev_major, query.dev_minor),
      .is_writable = (query.vma_flags & PROCMAP_QUERY_VMA_WRITABLE) != 0,
      .is_shared = (query.vma_flags & PROCMAP_QUERY_VMA_SHARED) != 0,
      .name_length = query.vma_name_size > 0 ? query.vma_name_size - 1 : 0,
  };
  return 0;
}
