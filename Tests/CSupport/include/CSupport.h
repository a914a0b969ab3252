#ifndef CSUPPORT_H
#define CSUPPORT_H

#include <stddef.h>

/// How many bytes of the heap are in use, mallinfo(3): the Glibc module hides it.
size_t csupport_allocated(void);

/// Allocates `size` bytes that nobody frees, however much is optimised.
void csupport_leak(size_t size);

#endif
