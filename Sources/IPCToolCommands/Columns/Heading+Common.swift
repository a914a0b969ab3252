internal import LinuxIPC
internal import Tabulate

/// The columns that more than one mechanism fills, each defined once: name, title and help are the
/// same in the table, in JSON, in `--columns` and in the man pages.
extension Heading {
  static let kind = Heading(
    name: "kind", title: "KIND", help: "the mechanism", isOptional: false,
    words: Catalog.mechanisms.map { $0.keyword })
  static let address = Heading(
    name: "address", title: "ADDRESS", help: "what every command accepts to name the object",
    isOptional: false, isWhole: true)
  static let objectName = Heading(
    name: "name", title: "NAME", help: "the name that programs use", shape: .text)
  static let path = Heading(name: "path", title: "PATH", help: "the path of its file", shape: .text)
  static let key = Heading(
    name: "key", title: "KEY", help: "the System V key, 0x00000000 for a private object",
    isWhole: true)
  static let id = Heading(
    name: "id", title: "ID", help: "the System V id", shape: .number, alignment: .right)
  static let inode = Heading(
    name: "inode", title: "INODE", help: "the inode of its file, or of a socket", shape: .count,
    alignment: .right)
  static let device = Heading(
    name: "device", title: "DEVICE", help: "the device of its file, major:minor",
    alignment: .right)
  static let ipcNamespace = Heading(
    name: "ipc_namespace", title: "IPCNS", help: "the inode of its IPC namespace", shape: .count,
    alignment: .right, dispensability: 4)
  static let netNamespace = Heading(
    name: "net_namespace", title: "NETNS", help: "the inode of its network namespace",
    shape: .count,
    alignment: .right, dispensability: 4)
  static let mountNamespace = Heading(
    name: "mnt_namespace", title: "MNTNS",
    help: "the inode of the mount namespace in which its name leads to it", shape: .count,
    alignment: .right, dispensability: 4)
  static let uid = Heading(
    name: "uid", title: "UID", help: "the owner's user id", shape: .number, alignment: .right)
  static let gid = Heading(
    name: "gid", title: "GID", help: "the owner's group id", shape: .number, alignment: .right)
  static let user = Heading(
    name: "user", title: "USER", help: "the owner", shape: .text, dispensability: 3)
  static let mode = Heading(
    name: "mode", title: "MODE", help: "the permission bits, octal", shape: .mode, dispensability: 2
  )
  static let bytes = Heading(
    name: "bytes", title: "BYTES", help: "bytes queued; of memory, bytes that are resident",
    shape: .bytes,
    alignment: .right)
  static let capacityBytes = Heading(
    name: "capacity_bytes", title: "CAPACITY", help: "bytes that fit; of memory, its size",
    shape: .bytes,
    alignment: .right, dispensability: 1)
  static let messages = Heading(
    name: "messages", title: "MESSAGES",
    help: "messages queued; of a listener, connections that wait", shape: .count, alignment: .right)
  static let messagesLimit = Heading(
    name: "messages_limit", title: "MAX-MESSAGES",
    help: "messages that fit; of a listener, its backlog", shape: .count,
    alignment: .right)
  static let values = Heading(
    name: "values", title: "VALUES", help: "the values of counters", shape: .list(.number),
    isOptional: false, alignment: .right)
  static let type = Heading(
    name: "type", title: "TYPE", help: "the type of a socket, or of a file that is not ours")
  static let state = Heading(
    name: "state", title: "STATE",
    help: """
      what a socket is at; of a pipe no-reader, no-writer, full; else what is special: dest, \
      locked, huge, foreign
      """, dispensability: 2)
  static let sendTime = Heading(
    name: "send_time", title: "SENT", help: "the last send", shape: .time)
  static let receiveTime = Heading(
    name: "receive_time", title: "RECEIVED", help: "the last receive", shape: .time)
  static let attachTime = Heading(
    name: "attach_time", title: "ATTACHED-AT", help: "the last attach", shape: .time)
  static let detachTime = Heading(
    name: "detach_time", title: "DETACHED-AT", help: "the last detach", shape: .time)
  static let operationTime = Heading(
    name: "operation_time", title: "OPERATED", help: "the last semaphore operation", shape: .time)
  static let changeTime = Heading(
    name: "change_time", title: "CHANGED", help: "creation, or the last change of its attributes",
    shape: .time)
  static let accessTime = Heading(
    name: "access_time", title: "ACCESSED", help: "the last read of its file", shape: .time)
  static let modifyTime = Heading(
    name: "modify_time", title: "MODIFIED",
    help: "the last write to its file; of a POSIX queue the last send or receive", shape: .time)
  static let lastSendPID = Heading(
    name: "last_send_pid", title: "SENDER", help: "the process that sent last", shape: .process,
    alignment: .right)
  static let lastReceivePID = Heading(
    name: "last_receive_pid", title: "RECEIVER", help: "the process that received last",
    shape: .process,
    alignment: .right)
  static let lastOperationPID = Heading(
    name: "last_operation_pid", title: "OPERATOR",
    help: "the process that operated, attached or detached last", shape: .process, alignment: .right
  )
  static let creatorPID = Heading(
    name: "creator_pid", title: "CREATOR", help: "the process that created it", shape: .process,
    alignment: .right)
  static let attached = Heading(
    name: "attached", title: "ATTACHED",
    help: "how often it is mapped, as the kernel counts (parts of one mapping count each)",
    shape: .count,
    alignment: .right)
  static let holders = Heading(
    name: "holders", title: "HOLDERS",
    help: "the processes that hold or map it; in a table their pids",
    shape: .list(Record<Holder>.holder.shape))
  static let peers = Heading(
    name: "peers", title: "PEERS", help: "the objects at the other end", shape: .list(.word))

  /// In the order of JSON and of `--columns`; what one mechanism alone has comes after these.
  static let common: [Heading] = [
    .kind, .address, .objectName, .path, .key, .id, .inode, .device, .ipcNamespace, .netNamespace,
    .mountNamespace, .uid, .gid, .user, .mode, .bytes, .capacityBytes, .messages, .messagesLimit,
    .values, .type, .state,
    .sendTime, .receiveTime, .attachTime, .detachTime, .operationTime, .changeTime, .lastSendPID,
    .lastReceivePID, .lastOperationPID, .creatorPID, .attached, .holders, .peers,
  ]
}
