// A client that sends into a full System V queue. The server is the only process that ever used the
// queue, as the last sender (it put jobs back) and as the last receiver; it is stopped.

#include <sys/ipc.h>
#include <sys/msg.h>

#include "stage.h"

static int queue;
static struct {
  long type;
  char text[2048];
} message = {.type = 1};

static void serve(void) {
  for (int round = 0; round < 2; round++) {
    while (msgsnd(queue, &message, sizeof message.text, IPC_NOWAIT) == 0) continue;
    if (round == 0) msgrcv(queue, &message, sizeof message.text, 0, 0);
  }
  stage_mark("full", 0);
  stage_sleep();
}

static void send_job(void) { msgsnd(queue, &message, sizeof message.text, 0); }

int main(int count, char **arguments) {
  (void)count;
  stage_open(arguments);
  queue = msgget(IPC_PRIVATE, 0600);
  stage_check(queue >= 0, "msgget");
  pid_t server = stage_start("server", serve);
  stage_mark_of("full");
  stage_stop(server);
  stage_start("client", send_job);
  stage_close();
  msgctl(queue, IPC_RMID, NULL);
}
