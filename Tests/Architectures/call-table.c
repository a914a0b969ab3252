// Prints the table of system calls: number, name, form and place of the mask, a line each.
#include "cipc_calls.h"

#include <stdio.h>

int main(void) {
  for (int number = 0; number < 1024; number++) {
    struct cipc_call call = cipc_call(number);
    if (call.name)
      printf("%d %s %d %d\n", number, call.name, call.form, call.mask);
  }
  return 0;
}
