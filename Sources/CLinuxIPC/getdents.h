#ifndef GETDENTS_H
#define GETDENTS_H

#include <stdint.h>

/// An entry of a directory as getdents64(2) gives it, which is safe in a signal handler where readdir(3) is not.
struct entry {
  uint64_t inode;
  int64_t offset;
  uint16_t size;
  uint8_t type;
  char name[];
};

#endif
