// Two servers at two System V queues, each the last to have sent to the other: both wait for the
// next request, of anybody. It looks like a circle, and is two idle servers.

#include <sys/ipc.h>
#include <sys/msg.h>

#include "stage.h"

static int queues[2];

static void serve(int own) {
  struct {
    long type;
    char text[8];
  } message = {.type = 1};
  msgsnd(queues[1 - own], &message, sizeof message.text, 0);
  while (msgrcv(queues[own], &message, sizeof message.text, 0, 0) >= 0) continue;
}

static void a(void) { serve(0); }
static void b(void) { serve(1); }

int main(int count, char **arguments) {
  (void)count;
  stage_open(arguments);
  for (int index = 0; index < 2; index++) {
    queues[index] = msgget(IPC_PRIVATE, 0600);
    stage_check(queues[index] >= 0, "msgget");
  }
  stage_start("a", a);
  stage_start("b", b);
  stage_close();
  for (int index = 0; index < 2; index++) msgctl(queues[index], IPC_RMID, NULL);
}
