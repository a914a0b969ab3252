internal import CLinuxIPC
internal import Glibc
package import SystemPackage

/// A file descriptor with one owner: close-on-exec, closed when its owner goes.
package struct Descriptor: ~Copyable, Sendable {
  package let rawValue: Int32

  /// Takes over `rawValue`, which nobody else closes.
  package init(adopting rawValue: Int32) {
    self.rawValue = rawValue
  }

  /// Gives the descriptor away, open.
  package consuming func release() -> Int32 {
    let rawValue = rawValue
    discard self
    return rawValue
  }

  deinit {
    _ = Glibc.close(rawValue)
  }

  /// Opens `path`; a relative one starts at the working directory.
  ///
  /// The corresponding C function is `open`.
  package init(opening path: [UInt8], flags: OpenFlags = .readOnly) throws(Errno) {
    rawValue = try Self.open(AT_FDCWD, path, flags, 0)
  }

  /// Opens `path` below `directory`.
  ///
  /// - Parameter mode: Of a file that the call creates, before the umask.
  ///
  /// The corresponding C function is `openat`.
  package init(
    opening path: [UInt8], in directory: borrowing Descriptor, flags: OpenFlags = .readOnly,
    mode: UInt32 = 0
  ) throws(Errno) {
    rawValue = try Self.open(directory.rawValue, path, flags, mode)
  }

  private static func open(
    _ directory: Int32, _ path: [UInt8], _ flags: OpenFlags, _ mode: UInt32
  ) throws(Errno) -> Int32 {
    try unsafe path.withCPath { (path) throws(Errno) in
      try systemCall { unsafe cipc_openat(directory, path, flags.rawValue, mode) }
    }
  }

  /// Reads what is there, up to the size of `buffer`; 0 is the end.
  ///
  /// The corresponding C function is `read`.
  package func read(into buffer: UnsafeMutableRawBufferPointer) throws(Errno) -> Int {
    try systemCall { unsafe Glibc.read(rawValue, buffer.baseAddress, buffer.count) }
  }

  /// Reads at `offset` without moving the descriptor's own position.
  ///
  /// The corresponding C function is `pread`.
  package func read(
    into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64
  ) throws(Errno) -> Int {
    guard let offset = off_t(exactly: offset) else { throw .invalidArgument }
    return try systemCall {
      unsafe Glibc.pread(rawValue, buffer.baseAddress, buffer.count, offset)
    }
  }

  /// Writes all of `buffer` at `offset`.
  ///
  /// The corresponding C function is `pwrite`.
  package func write(_ buffer: UnsafeRawBufferPointer, at offset: UInt64) throws(Errno) {
    guard var position = off_t(exactly: offset) else { throw .invalidArgument }
    var rest = unsafe buffer[...]
    while unsafe !rest.isEmpty {
      let piece = unsafe UnsafeRawBufferPointer(rebasing: rest)
      let written = try systemCall {
        unsafe Glibc.pwrite(rawValue, piece.baseAddress, piece.count, position)
      }
      position += off_t(written)
      unsafe rest = rest.dropFirst(written)
    }
  }

  /// The file's attributes.
  ///
  /// The corresponding C function is `fstat`.
  package func status() throws(Errno) -> FileStatus {
    var status = cipc_file_status()
    _ = try systemCall { unsafe cipc_fstat(rawValue, &status) }
    return FileStatus(status)
  }

  /// The file's attributes, from what the kernel knows already: no server of a file system is asked.
  ///
  /// The corresponding C function is `statx` with AT_STATX_DONT_SYNC.
  package func knownStatus() throws(Errno) -> FileStatus {
    var status = cipc_file_status()
    _ = try systemCall { unsafe cipc_fstat_cached(rawValue, &status) }
    return FileStatus(status)
  }
}
