internal import CLinuxIPC
internal import SystemPackage

/// What one end of a pipe or FIFO tells of the whole.
package struct PipeState: Sendable, Equatable {
  /// Unread, in bytes; in packet mode of all packets together.
  package let bytes: UInt64
  /// What fits, in bytes: F_GETPIPE_SZ.
  package let capacity: UInt64
  /// Whether a write would wait; nil when only a read end was there to ask. There may be room left and
  /// no slot for it (pipe(7)).
  package let isFull: Bool?
  /// nil when only a read end was there to ask.
  package let hasReaders: Bool?
  /// nil when only a write end was there to ask.
  package let hasWriters: Bool?
  /// Of the inode: owner, mode, times.
  package let file: FileStatus

  /// Asks a borrowed end; nil when it tells nothing.
  ///
  /// - Parameter access: How that end is open.
  init?(_ end: borrowing Descriptor, _ access: Holder.Access, _ file: FileStatus) {
    var state = cipc_pipe_state()
    guard unsafe cipc_pipe_state(end.rawValue, &state) == 0 else { return nil }
    let canWrite = access != .read
    bytes = UInt64(state.unread)
    capacity = UInt64(state.capacity)
    hasReaders = canWrite ? state.has_no_readers == 0 : nil
    hasWriters = access == .read ? state.has_no_writers == 0 : canWrite
    isFull = canWrite ? state.has_room == 0 : nil
    self.file = file
  }
}

/// An object that is a pipe, with or without a name.
package protocol PipeObject: IPCObject {
  /// nil while nobody was asked.
  var state: PipeState? { get set }
}

extension PipeObject {
  package var fill: Fill {
    Fill(bytes: state?.bytes, capacityBytes: state?.capacity, canFillUp: true)
  }
}
