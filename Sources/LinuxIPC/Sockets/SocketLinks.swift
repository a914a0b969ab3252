/// How sockets show in /proc/PID/fd: as `socket:[INODE]`, whatever kind they are.
package enum SocketLinks {
  /// What the kinds of sockets have in common: which of them one is, only the kernel's lists tell.
  static let family = "socket"

  /// The link of a socket is read and written through, however it is used (net/socket.c, sock_alloc_file).
  static var sightings: Sightings {
    guard let device = KernelFileSystems.sockets else { return Sightings() }
    return Sightings(descriptors: [
      DescriptorPattern(bracketed: "socket:[", device: device, access: .readWrite)
    ])
  }

  /// The inode in `socket:[INODE]`; nil for any other text.
  package static func inode(in text: Span<UInt8>) -> UInt32? {
    guard text.hasPrefix("socket:") else { return nil }
    return bracketed(text.extracting("socket:".utf8.count...))
  }

  /// The inode in `[INODE]`; nil for any other text.
  static func bracketed(_ text: Span<UInt8>) -> UInt32? {
    guard text.count > 2, text[0] == UInt8(ascii: "["), text[text.count - 1] == UInt8(ascii: "]")
    else { return nil }
    return inode(text.extracting(1..<text.count - 1))
  }

  /// The inode that `text` is: a decimal number. 0 is none's.
  static func inode(_ text: Span<UInt8>) -> UInt32? {
    guard let number = ByteScanner.whole(text), number > 0 else { return nil }
    return UInt32(exactly: number)
  }
}
