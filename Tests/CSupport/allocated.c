#include "CSupport.h"

#include <malloc.h>

size_t csupport_allocated(void) {
  struct mallinfo2 heap = mallinfo2();
  return heap.uordblks + heap.hblkhd;
}
