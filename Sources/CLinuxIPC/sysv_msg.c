#define _GNU_SOURCE
#include "cipc_sysv_msg.h"

#include <sys/ipc.h>
#include <sys/msg.h>

const int cipc_msg_copy = MSG_COPY;
const int cipc_msg_except = MSG_EXCEPT;
const int cipc_ipc_nowait = IPC_NOWAIT;
const int cipc_ipc_creat = IPC_CREAT;
const int cipc_ipc_excl = IPC_EXCL;

int cipc_msgget(int32_t key, int flags) { return msgget(key, flags); }

int cipc_msg_stat_any(int id_or_index, struct cipc_message_queue *queue) {
  struct msqid_ds ds;
  int id = msgctl(id_or_index, MSG_STAT_ANY, &ds);
  if (id < 0)
    return -1;
  *queue = (struct cipc_message_queue){
      .id = id,
      .key = ds.msg_perm.__key,
      .mode = ds.msg_perm.mode,
      .uid = ds.msg_perm.uid,
      .gid = ds.msg_perm.gid,
      .creator_uid = ds.msg_perm.cuid,
      .creator_gid = ds.msg_perm.cgid,
      .bytes = ds.__msg_cbytes,
      .messages = ds.msg_qnum,
      .capacity_bytes = ds.msg_qbytes,
      .last_send_pid = ds.msg_lspid,
      .last_receive_pid = ds.msg_lrpid,
      .send_time = ds.msg_stime,
      .receive_time = ds.msg_rtime,
      .change_time = ds.msg_ctime,
  };
  return 0;
}

int cipc_msg_limits(struct cipc_message_limits *limits) {
  // IPC_INFO fills the limits as they are set; MSG_INFO replaces three of the fields by the use.
  struct msginfo set, used;
  if (msgctl(0, IPC_INFO, (struct msqid_ds *)&set) < 0)
    return -1;
  int highest = msgctl(0, MSG_INFO, (struct msqid_ds *)&used);
  if (highest < 0)
    return -1;
  *limits = (struct cipc_message_limits){
      .queues_limit = (uint64_t)set.msgmni,
      .queue_bytes_limit = (uint64_t)set.msgmnb,
      .message_bytes_limit = (uint64_t)set.msgmax,
      .queues = (uint64_t)used.msgpool,
  };
  return highest;
}

int cipc_msg_set_capacity(int id, uint64_t capacity_bytes) {
  struct msqid_ds ds;
  // Not IPC_STAT: the owner may change also what the mode does not let him read.
  if (msgctl(id, MSG_STAT_ANY, &ds) < 0)
    return -1;
  ds.msg_qbytes = capacity_bytes;
  return msgctl(id, IPC_SET, &ds);
}

int cipc_msg_remove(int id) { return msgctl(id, IPC_RMID, NULL); }

int cipc_msgsnd(int id, const void *buffer, size_t size, int flags) {
  return msgsnd(id, buffer, size, flags);
}

int64_t cipc_msgrcv(int id, void *buffer, size_t size, int64_t type, int flags) {
  return msgrcv(id, buffer, size, (long)type, flags);
}
