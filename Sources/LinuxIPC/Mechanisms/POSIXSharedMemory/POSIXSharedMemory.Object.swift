extension POSIXSharedMemory {
  /// A file in /dev/shm, which is shared memory only when it is a regular one.
  package struct Object: DevShmObject {
    package typealias Kind = POSIXSharedMemory

    package let name: Name
    package let file: FileStatus
    package var elsewhere: Namespace?

    package init(name: Name, file: FileStatus) {
      self.name = name
      self.file = file
    }

    package var fill: Fill {
      isForeign
        ? .unknown : Fill(bytes: file.allocatedBytes, capacityBytes: file.size, canFillUp: false)
    }
  }
}
