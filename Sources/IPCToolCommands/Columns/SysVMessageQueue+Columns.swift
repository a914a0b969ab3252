internal import LinuxIPC
internal import Tabulate

extension SysVMessageQueue: Presented {
  static var ownColumns: [Column<Listed<Object>>] {
    SystemVColumns.columns() + [
      Column(heading: .messages) { .count($0.object.messages) },
      Column(heading: .sendTime) { .moment($0.object.sendTime) },
      Column(heading: .receiveTime) { .moment($0.object.receiveTime) },
      Column(heading: .changeTime) { .moment($0.object.changeTime) },
      Column(heading: .lastSendPID) {
        $0.process($0.object.lastSendPID, at: $0.object.sendTime)
      },
      Column(heading: .lastReceivePID) {
        $0.process($0.object.lastReceivePID, at: $0.object.receiveTime)
      },
      Column(heading: .processes, inputs: .inspection) { row in
        row.processes([
          Role("last_send", row.object.lastSendPID, at: row.object.sendTime),
          Role("last_receive", row.object.lastReceivePID, at: row.object.receiveTime),
        ])
      },
    ]
  }

  static var tableColumns: [String] {
    ["address", "key", "user", "mode", "bytes", "capacity_bytes", "messages"]
  }
}
