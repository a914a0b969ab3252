#include "CSupport.h"

#include <malloc.h>
#include <stdlib.h>

size_t csupport_allocated(void) {
  struct mallinfo2 heap = mallinfo2();
  return heap.uordblks + heap.hblkhd;
}

void csupport_leak(size_t size) {
  // A pointer that is only set a compiler may leave out, and the memory with it.
  void *volatile memory = malloc(size);
  (void)memory;
}
