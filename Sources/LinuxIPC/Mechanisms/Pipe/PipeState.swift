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
  /// nil when nothing tells: only a reader of a FIFO was there to ask, which came when nobody wrote and
  /// found something to read.
  package let hasWriters: Bool?
  /// Of the inode: owner, mode, times.
  package let file: FileStatus

  /// Asks a borrowed end; nil when it tells nothing.
  ///
  /// - Parameters:
  ///   - access: How that end is open.
  ///   - hasBothEnds: Whether both ends are known to be held.
  init?(
    _ end: borrowing Descriptor, _ access: Holder.Access, _ file: FileStatus,
    hasBothEnds: Bool = false
  ) {
    var state = cipc_pipe_state()
    guard unsafe cipc_pipe_state(end.rawValue, hasBothEnds ? 1 : 0, &state) == 0 else {
      return nil
    }
    let canWrite = access != .read
    bytes = UInt64(state.unread)
    capacity = UInt64(state.capacity)
    hasReaders = canWrite ? state.has_no_readers == 0 : nil
    hasWriters = canWrite ? true : Self.hasWriters(end, state, file)
    isFull = canWrite ? state.has_room == 0 : nil
    self.file = file
  }

  /// A reader of a FIFO that did not wait for a writer (O_NONBLOCK) sees no POLLHUP until one came and went
  /// (fs/pipe.c, fifo_open): for that, and for that alone, poll(2) is no proof.
  private static func hasWriters(
    _ end: borrowing Descriptor, _ state: cipc_pipe_state, _ file: FileStatus
  ) -> Bool? {
    if state.has_no_writers != 0 { return false }
    if file.device == KernelFileSystems.pipes { return true }
    let answer = cipc_pipe_has_writers(end.rawValue)
    return answer < 0 ? nil : answer > 0
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
