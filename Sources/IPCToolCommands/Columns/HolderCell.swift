internal import LinuxIPC
internal import Tabulate

/// A holder as a cell: the table shows the pid alone.
enum HolderCell {
  static func record(_ holder: Holder) -> Cell {
    .record([
      Field("pid", .number(Int64(holder.pid))),
      Field("command", .text(holder.command)),
      Field("uid", .number(Int64(holder.uid))),
      Field("fd", holder.fd.map { .number(Int64($0)) } ?? .absent),
      Field("access", .text(holder.access.rawValue)),
    ])
  }
}
