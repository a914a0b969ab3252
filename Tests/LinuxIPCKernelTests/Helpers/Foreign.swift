import Glibc
import LinuxIPC
import Support

/// The name of an object.
func objectName(_ file: String) throws -> POSIXSharedMemory.Name {
  try POSIXSharedMemory.Name(parsing: Array(file.utf8))
}

/// Makes a file that is no shared memory.
func makeForeign(_ type: FileStatus.FileType, _ path: String) throws {
  let result: Int32
  switch type {
  case .directory: result = unsafe mkdir(path, 0o755)
  case .fifo: result = unsafe mkfifo(path, 0o666)
  case .symlink: result = unsafe symlink("/etc/passwd", path)
  case .socket:
    let script = "import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])"
    result = try Witness.python(script, path).isEmpty ? 0 : -1
  default: throw SupportError("no recipe for a \(type)")
  }
  guard result == 0 else { throw SupportError("cannot make \(path)") }
}
