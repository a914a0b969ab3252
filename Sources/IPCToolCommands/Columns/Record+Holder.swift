internal import LinuxIPC
internal import Tabulate

extension Record<Holder> {
  /// A holder: the table shows the pid alone.
  static let holder = Record(
    ProcessColumns.all(\.process) + [
      Column(heading: .fd) { $0.fd.map { .number(Int64($0)) } ?? .absent },
      Column(heading: .access) { .text($0.access.rawValue) },
    ])
}
