// A server at a System V queue whose last client sent its job and ended, long ago.

#include <sys/ipc.h>
#include <sys/msg.h>

#include "stage.h"

static int queue;
static struct {
  long type;
  char text[8];
} message = {.type = 1};

static void send_job(void) { msgsnd(queue, &message, sizeof message.text, 0); }

static void serve(void) {
  while (msgrcv(queue, &message, sizeof message.text, 0, 0) >= 0) continue;
}

int main(int count, char **arguments) {
  (void)count;
  stage_open(arguments);
  queue = msgget(IPC_PRIVATE, 0600);
  stage_check(queue >= 0, "msgget");
  stage_wait_for_end(stage_start("client", send_job));
  stage_start("server", serve);
  stage_close();
  msgctl(queue, IPC_RMID, NULL);
}
