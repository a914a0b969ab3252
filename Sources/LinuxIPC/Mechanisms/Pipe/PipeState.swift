internal import CLinuxIPC

/// What one end of a pipe or FIFO tells of the whole.
package struct PipeState: Sendable, Equatable {
  /// Unread, in bytes; in packet mode of all packets together. nil of a locked pipe that is not empty.
  package let bytes: UInt64?
  /// What fits, in bytes: F_GETPIPE_SZ. nil of a locked pipe.
  package let capacity: UInt64?
  /// Whether there is something to read; nil of a locked pipe when only a write end was there to ask.
  package let hasData: Bool?
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

  /// Whether it is locked, and told what it tells all the same.
  package let isLocked: Bool

  /// Reads an answer; nil for one that tells nothing.
  ///
  /// - Parameter isSpared: Whether only what takes no lock was asked.
  init?(_ job: cipc_gauge_job, isSpared: Bool) {
    guard job.is_told != 0 else { return nil }
    let state = job.state
    let canWrite = job.writes != 0
    let hasData = isSpared && job.reads == 0 ? nil : state.has_data != 0
    self.hasData = hasData
    bytes = isSpared ? (hasData == false ? 0 : nil) : UInt64(state.unread)
    capacity = isSpared ? nil : UInt64(state.capacity)
    isFull = canWrite ? state.has_room == 0 : nil
    hasReaders = canWrite ? state.has_no_readers == 0 : nil
    hasWriters = canWrite ? true : state.has_writers < 0 ? nil : state.has_writers > 0
    isLocked = isSpared
    file = FileStatus(job.file)
  }
}

/// An object that is a pipe, with or without a name.
package protocol PipeObject: IPCObject {
  /// nil while nobody was asked.
  var state: PipeState? { get set }
}

extension PipeObject {
  package var fill: Fill {
    var fill = Fill(bytes: state?.bytes, capacityBytes: state?.capacity, canFillUp: true)
    guard let state, state.isLocked else { return fill }
    fill.hasData = state.hasData
    fill.hasRoom = state.isFull.map { !$0 }
    return fill
  }

  /// Whoever may open a FIFO can come to be at its other end.
  package var ends: ObjectEnds {
    ObjectEnds(
      isFull: state?.isFull ?? fill.fraction.map { $0 >= 1 }, hasReaders: state?.hasReaders,
      hasWriters: state?.hasWriters,
      isLost: !mayBeOpened && (state?.hasReaders == false || state?.hasWriters == false))
  }
}
