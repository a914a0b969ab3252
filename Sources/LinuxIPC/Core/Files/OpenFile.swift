/// A descriptor that several have.
package final class OpenFile: Sendable {
  let descriptor: Descriptor

  init(_ descriptor: consuming Descriptor) {
    self.descriptor = descriptor
  }

  /// A path to the very file, for as long as it is open.
  var path: [UInt8] { [UInt8](path: "/proc/thread-self/fd/\(descriptor.rawValue)") }
}
