internal import CLinuxIPC
internal import SystemPackage

/// A socket that was made and bound, and listens where its type does.
struct BoundSocket: ~Copyable {
  let descriptor: Descriptor
  let type: SocketType
  /// As the kernel has it.
  let address: SocketAddress
  let identity: ObjectIdentity
  /// nil for one that has none.
  let file: NamedFile?

  /// - Parameters:
  ///   - mode: Of its file.
  ///   - subject: What it is to be called, for errors.
  /// - Throws: `exists` for a name that is taken.
  ///
  /// The corresponding C functions are `socket`, `bind` and `listen`.
  init(
    _ type: SocketType, at address: SocketAddress, mode: UInt32, _ subject: String
  ) throws(IPCError) {
    let descriptor = try SocketFailures.attempt("socket", subject) { () throws(Errno) in
      Descriptor(
        adopting: try systemCall { cipc_socket(address.family, type.number, 0) })
    }
    let number = descriptor.rawValue
    // Connections that were there before are no reason to refuse the name, tcp(7).
    if type == .stream, address.endpoint != nil { _ = cipc_reuse_address(number) }
    do throws(Errno) {
      _ = try systemCall { unsafe address.give { unsafe cipc_bind(number, $0, mode) } }
    } catch {
      throw SocketFailures.bindError(error, at: address, subject)
    }
    var file: NamedFile?
    do throws(IPCError) {
      if let path = address.path {
        let status = try SocketFailures.attempt("lstat", subject) { () throws(Errno) in
          try FileStatus(ofLink: path)
        }
        file = NamedFile(path: path, status: status)
      }
      if type.isConnectionOriented {
        _ = try SocketFailures.attempt("listen", subject) { () throws(Errno) in
          try systemCall { cipc_listen(number) }
        }
      }
      var actual = SocketAddress()
      let status = try SocketFailures.attempt("getsockname", subject) { () throws(Errno) in
        _ = try systemCall { unsafe actual.take { unsafe cipc_socket_address_of(number, $0) } }
        return try descriptor.status()
      }
      self.address = actual
      identity = ObjectIdentity(.file, device: status.device, inode: status.inode)
    } catch {
      file?.remove()
      throw error
    }
    self.type = type
    self.file = file
    self.descriptor = descriptor
  }
}
