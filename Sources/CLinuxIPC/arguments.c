#include "cipc_arguments.h"

#include <stddef.h>

static int argument_count;
static char **argument_values;

// glibc calls constructors with the arguments of main.
__attribute__((constructor)) static void remember(int argc, char **argv) {
  argument_count = argc;
  argument_values = argv;
}

int cipc_argument_count(void) { return argument_count; }

const char *cipc_argument(int index) {
  return index >= 0 && index < argument_count ? argument_values[index] : NULL;
}
