internal import CLinuxIPC
internal import SystemPackage

/// What a background process of ours carries with it to say what it is there for: a file in memory, sealed, so
/// that nobody can write another object into it.
struct HolderRecord: Equatable {
  /// What it holds.
  let object: ObjectIdentity

  /// What its file is called in /proc.
  static let label = "ipctool-holder"

  /// What the link to it begins with (mm/memfd.c).
  static let link: StaticString = "/memfd:ipctool-holder"

  /// Makes the file.
  ///
  /// The corresponding C functions are `memfd_create` and `fcntl`.
  func file() throws(Errno) -> Descriptor {
    let text = text
    return Descriptor(
      adopting: try systemCall {
        unsafe text.withUnsafeBytes {
          unsafe cipc_sealed_memfd(Self.label, $0.baseAddress, $0.count)
        }
      })
  }

  /// Reads one from a descriptor of whatever file; nil for any file that is none.
  init?(_ file: borrowing Descriptor) {
    let seals = cipc_seals(file.rawValue)
    guard seals >= 0, seals & cipc_seals_of_record == cipc_seals_of_record else { return nil }
    var buffer = [UInt8](repeating: 0, count: 256)
    let count = try? unsafe buffer.withUnsafeMutableBytesCarrying { (bytes) throws(Errno) in
      try unsafe file.read(into: bytes, at: 0)
    }
    guard let count, let record = HolderRecord(text: buffer[..<count]) else { return nil }
    self = record
  }

  init(of object: ObjectIdentity) {
    self.object = object
  }

  init?(text: ArraySlice<UInt8>) {
    let words = text.split(separator: UInt8(ascii: " "))
    guard words.count == 5, words[0].elementsEqual(Self.magic.utf8) else { return nil }
    let numbers = words.dropFirst().compactMap { ByteScanner.whole(Array($0).span) }
    guard numbers.count == 4, let raw = UInt8(exactly: numbers[0]),
      let space = ObjectIdentity.Space(rawValue: raw)
    else { return nil }
    object = ObjectIdentity(
      space, device: numbers[1], inode: numbers[2], namespace: numbers[3])
  }

  /// With the version of the format.
  private static let magic = "ipctool-holder-1"

  var text: [UInt8] {
    let numbers = [UInt64(object.space.rawValue), object.device, object.inode, object.namespace]
    return Array("\(Self.magic) \(numbers.map(String.init).joined(separator: " "))".utf8)
  }
}
