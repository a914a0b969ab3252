internal import LinuxIPC
internal import Tabulate

extension POSIXMessageQueue: Presented {
  static var ownColumns: [Column<Listed<Object>>] {
    [
      Column(heading: .objectName) { .text($0.object.name.text) },
      Column(heading: .inode) { .count($0.object.file.inode) },
      Column(heading: .device) { .text(DeviceText.text($0.object.file.device)) },
      Column(heading: .ipcNamespace) { row in
        let namespace = row.object.namespace
        return namespace == 0 ? .absent : .count(namespace)
      },
      Column(heading: .uid) { .number(Int64($0.object.file.uid)) },
      Column(heading: .gid) { .number(Int64($0.object.file.gid)) },
      Column(heading: .user) { .text($0.users.name($0.object.file.uid)) },
      Column(heading: .mode) { .mode($0.object.file.mode) },
      Column(heading: .messages, inputs: .fill) {
        $0.object.attributes.map { .count($0.messages) } ?? .absent
      },
      Column(heading: .messagesLimit, inputs: .fill) {
        $0.object.attributes.map { .count($0.messagesLimit) } ?? .absent
      },
      Column(heading: .messageSize, inputs: .fill) {
        $0.object.attributes.map { .bytes($0.messageSize) } ?? .absent
      },
      Column(heading: .changeTime) { .moment($0.object.file.changeTime) },
      Column(heading: .accessTime) { .moment($0.object.file.accessTime) },
      Column(heading: .modifyTime) { .moment($0.object.file.modifyTime) },
    ] + notificationColumns
  }

  private static var notificationColumns: [Column<Listed<Object>>] {
    [
      Column(heading: .notification, inputs: .inspection) {
        $0.object.status?.notification?.method.map { .text($0.rawValue) } ?? .absent
      },
      Column(heading: .notifyPID, inputs: .inspection) {
        $0.object.status?.notification.map { .process($0.pid, note: nil) } ?? .absent
      },
      Column(heading: .notifySignal, inputs: .inspection) {
        $0.object.status?.notification?.signal.map { .number(Int64($0)) } ?? .absent
      },
    ]
  }

  static var tableColumns: [String] {
    ["address", "user", "mode", "messages", "messages_limit", "message_size"]
  }
}

extension Heading {
  fileprivate static let messageSize = Heading(
    name: "message_size", title: "MESSAGE-SIZE", help: "the longest message that it takes",
    shape: .bytes, alignment: .right)
  fileprivate static let notification = Heading(
    name: "notification", title: "NOTIFIES",
    help: "how a process is told of a message in the empty queue: signal, none, thread")
  fileprivate static let notifyPID = Heading(
    name: "notify_pid", title: "NOTIFIED", help: "the process that is told", shape: .process,
    alignment: .right)
  fileprivate static let notifySignal = Heading(
    name: "notify_signal", title: "SIGNAL", help: "the number of the signal that tells it",
    shape: .number, alignment: .right)
}
