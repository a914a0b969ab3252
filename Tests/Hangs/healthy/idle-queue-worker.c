// A worker that waits for jobs at its POSIX queue, which nobody else has open.

#include <mqueue.h>

#include "stage.h"

static char name[64];

static void work(void) {
  struct mq_attr small = {.mq_maxmsg = 1, .mq_msgsize = 8};
  mqd_t queue = mq_open(name, O_RDONLY | O_CREAT, 0600, &small);
  stage_check(queue >= 0, "mq_open");
  char job[8];
  while (mq_receive(queue, job, sizeof job, NULL) >= 0) continue;
}

int main(int count, char **arguments) {
  (void)count;
  stage_open(arguments);
  snprintf(name, sizeof name, "/idle-queue-worker-%d", getpid());
  stage_start("worker", work);
  stage_close();
  mq_unlink(name);
}
