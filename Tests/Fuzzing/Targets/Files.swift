@testable import LinuxIPC

extension FuzzTarget {
  /// Directories and files with a form of their own.
  static let files = [
    FuzzTarget("directory-entries") { input in
      var total = 0
      _ = unsafe input.withUnsafeBytes { bytes in
        unsafe DirectoryEntries.walk(bytes) { name in
          require(!name.contains(0), "a name with a NUL")
          total += name.count
          return true
        }
      }
      require(total <= input.count, "more names than bytes")
    },
    FuzzTarget("queue-file") { input in
      guard let status = POSIXMessageQueue.Status(parsing: input.span) else { return }
      if let notification = status.notification {
        require(notification.pid != 0, "nobody is told")
        require(
          notification.signal == nil || notification.method == .signal, "a signal for nothing")
      }
    },
    FuzzTarget("holder-record") { input in
      guard let record = HolderRecord(text: input[...]) else { return }
      require(HolderRecord(text: record.text[...]) == record, "another record")
    },
  ]
}
