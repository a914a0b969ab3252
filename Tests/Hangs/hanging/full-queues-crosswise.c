// Two programs that each send into the other's POSIX queue before they receive from their own: both
// queues are full. They have names, so somebody else might empty them: a likely deadlock.

#include <mqueue.h>

#include "stage.h"

static char names[2][64];

static void send_before_receiving(int own) {
  struct mq_attr small = {.mq_maxmsg = 1, .mq_msgsize = 8};
  mqd_t mine = mq_open(names[own], O_RDONLY | O_CREAT, 0600, &small);
  mqd_t other = mq_open(names[1 - own], O_WRONLY | O_CREAT, 0600, &small);
  stage_check(mine >= 0 && other >= 0, "mq_open");
  for (;;) mq_send(other, "job", 4, 0);
}

static void a(void) { send_before_receiving(0); }
static void b(void) { send_before_receiving(1); }

int main(int count, char **arguments) {
  (void)count;
  stage_open(arguments);
  for (int own = 0; own < 2; own++)
    snprintf(names[own], sizeof names[own], "/full-queues-%d-%d", getpid(), own);
  stage_start("a", a);
  stage_start("b", b);
  stage_close();
  for (int own = 0; own < 2; own++) mq_unlink(names[own]);
}
