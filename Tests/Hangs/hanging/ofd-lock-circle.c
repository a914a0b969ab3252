// Two programs that lock the same two files in opposite order with locks of open file descriptions.
// The kernel refuses a circle of plain POSIX locks (EDEADLK), but it does not look for one of these.

#include "stage.h"

static int locked(const char *path, const char *mark, const char *awaited) {
  int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  stage_check(file >= 0, "open");
  if (awaited) stage_mark_of(awaited);
  struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  stage_check(fcntl(file, F_OFD_SETLKW, &whole) == 0, "fcntl");
  if (mark) stage_mark(mark, 0);
  return file;
}

static void one_then_two(void) {
  locked("one.lock", "a", NULL);
  locked("two.lock", NULL, "b");
}

static void two_then_one(void) {
  locked("two.lock", "b", NULL);
  locked("one.lock", NULL, "a");
}

int main(int count, char **arguments) {
  (void)count;
  stage_open(arguments);
  stage_start("a", one_then_two);
  stage_start("b", two_then_one);
  stage_close();
}
