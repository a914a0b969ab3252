internal import CLinuxIPC
internal import Glibc

/// A pipe, close-on-exec, each end closed once.
package final class Pipe {
  private(set) var readEnd: Int32
  private(set) var writeEnd: Int32

  package init() throws {
    var ends: [Int32] = [-1, -1]
    guard unsafe cipc_pipe(&ends) == 0 else { throw SupportError("pipe2", errno: errno) }
    readEnd = ends[0]
    writeEnd = ends[1]
  }

  func closeReadEnd() {
    if readEnd >= 0 { close(readEnd) }
    readEnd = -1
  }

  func closeWriteEnd() {
    if writeEnd >= 0 { close(writeEnd) }
    writeEnd = -1
  }

  deinit {
    closeReadEnd()
    closeWriteEnd()
  }
}
