extension POSIXSharedMemory {
  /// A file in /dev/shm, which is shared memory only when it is a regular one.
  package struct Object: IPCObject {
    package let name: Name
    package let file: FileStatus

    package var identity: ObjectIdentity {
      ObjectIdentity(kind: keyword, device: file.device, inode: file.inode)
    }

    package var fill: Fill {
      isForeign
        ? Fill(bytes: nil, capacityBytes: nil, canFillUp: false)
        : Fill(bytes: file.allocatedBytes, capacityBytes: file.size, canFillUp: false)
    }

    /// A directory, FIFO, symbolic link, socket or device: shown, never followed, never touched.
    package var isForeign: Bool { file.type != .regular }
  }
}
