// Two programs that each send into a full System V queue that the other received from last. Likely
// a deadlock; as the queues are open to anybody, the whole machine is not called deadlocked for it.

#include <sys/ipc.h>
#include <sys/msg.h>

#include "stage.h"

static int queues[2];

static void send_too_much(int own, const char *mark, const char *awaited) {
  struct {
    long type;
    char text[2048];
  } message = {.type = 1};
  msgsnd(queues[1 - own], &message, sizeof message.text, 0);
  msgrcv(queues[own], &message, sizeof message.text, 0, 0);
  stage_mark(mark, 0);
  stage_mark_of(awaited);
  for (;;) msgsnd(queues[1 - own], &message, sizeof message.text, 0);
}

static void a(void) { send_too_much(0, "a", "b"); }
static void b(void) { send_too_much(1, "b", "a"); }

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
