// A server that asks its queue for messages of type 2, while only messages of type 1 wait in it.

#include <sys/ipc.h>
#include <sys/msg.h>

#include "stage.h"

static int queue;
static struct {
  long type;
  char text[8];
} message;

static void send_of_type_1(void) {
  message.type = 1;
  for (int count = 0; count < 2; count++)
    stage_check(msgsnd(queue, &message, sizeof message.text, 0) == 0, "msgsnd");
  stage_mark("sent", 0);
  stage_sleep();
}

static void receive_of_type_2(void) {
  stage_mark_of("sent");
  msgrcv(queue, &message, sizeof message.text, 1, 0);
  msgrcv(queue, &message, sizeof message.text, 2, 0);
}

int main(int count, char **arguments) {
  (void)count;
  stage_open(arguments);
  queue = msgget(IPC_PRIVATE, 0600);
  stage_check(queue >= 0, "msgget");
  stage_start("sender", send_of_type_1);
  stage_start("receiver", receive_of_type_2);
  stage_close();
  msgctl(queue, IPC_RMID, NULL);
}
