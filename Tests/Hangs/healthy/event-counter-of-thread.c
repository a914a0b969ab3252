// A loop that polls an event counter to which another thread of the program will add.

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>

#include "stage.h"

static int counter;

static void *tell_later(void *unused) {
  stage_mark("teller", gettid());
  stage_sleep();
  eventfd_write(counter, 1);
  return unused;
}

static void loop(void) {
  counter = eventfd(0, EFD_NONBLOCK);
  pthread_t thread;
  pthread_create(&thread, NULL, tell_later, NULL);
  struct pollfd wanted = {.fd = counter, .events = POLLIN};
  poll(&wanted, 1, -1);
}

int main(int count, char **arguments) {
  (void)count;
  stage_open(arguments);
  stage_start("loop", loop);
  stage_announce_thread("teller");
  stage_close();
}
