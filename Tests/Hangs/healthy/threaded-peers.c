// Two programs with threads that talk through a socket, both idle: in each one thread waits for what
// the other program says, and one for a condition. A third thread of one of them waits for a signal,
// upon which it would speak.

#include <pthread.h>
#include <sys/socket.h>

#include "stage.h"

static int ends[2];
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;

static void *listen_to(void *end) {
  char byte;
  while (read(*(int *)end, &byte, 1) > 0) continue;
  return NULL;
}

static void *wait_for_signal(void *unused) {
  (void)unused;
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  int number;
  sigwait(&set, &number);
  write(ends[1], "x", 1);
  return NULL;
}

static void wait_with(void *(*other)(void *), int *end, int other_end) {
  close(other_end);
  pthread_t thread;
  pthread_create(&thread, NULL, listen_to, end);
  if (other != NULL) pthread_create(&thread, NULL, other, NULL);
  pthread_mutex_lock(&mutex);
  pthread_cond_wait(&condition, &mutex);
}

static void be_client(void) { wait_with(NULL, &ends[0], ends[1]); }

static void be_server(void) { wait_with(wait_for_signal, &ends[1], ends[0]); }

int main(int count, char **arguments) {
  (void)count;
  stage_open(arguments);
  stage_check(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0, "socketpair");
  stage_start("client", be_client);
  stage_start("server", be_server);
  close(ends[0]);
  close(ends[1]);
  stage_close();
}
