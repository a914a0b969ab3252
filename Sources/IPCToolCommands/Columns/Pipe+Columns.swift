internal import LinuxIPC
internal import Tabulate

extension Pipe: Presented {
  static var ownColumns: [Column<Listed<Object>>] { PipeColumns.columns { $0.state?.file } }

  static var tableColumns: [String] {
    ["address", "user", "bytes", "capacity_bytes", "state", "holders"]
  }
}

/// The columns of a pipe, with or without a name.
enum PipeColumns {
  /// - Parameter file: Its inode, as far as it is known.
  static func columns<Object: PipeObject>(
    _ file: @escaping @Sendable (Object) -> FileStatus?
  ) -> [Column<Listed<Object>>] {
    FileColumns.columns(file) + [
      Column(heading: .state, inputs: .fill) { state($0.object.state) }
    ]
  }

  private static func state(_ state: PipeState?) -> Cell {
    guard let state else { return .absent }
    if state.hasReaders == false { return .status("no-reader", .notice) }
    if state.hasWriters == false { return .status("no-writer", .notice) }
    return state.isFull == true ? .status("full", .warning) : .absent
  }
}
