/// Links in /proc/PID/fd that may lead to an object of a mechanism.
package struct DescriptorPattern: Sendable {
  /// What has to be read besides the link, to know the object.
  package struct ExtraReads: OptionSet, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    /// stat(2) of what the link leads to.
    package static let target = ExtraReads(rawValue: 1 << 0)
    /// /proc/PID/fdinfo/N.
    package static let fdinfo = ExtraReads(rawValue: 1 << 1)
    /// The text of the link, kept for who describes the object.
    package static let text = ExtraReads(rawValue: 1 << 3)
    /// statfs(2) of what the link leads to.
    package static let fileSystem = ExtraReads(rawValue: 1 << 2)

    /// Whether what the link leads to is looked at, and not the link alone.
    var looksAtFile: Bool { !isDisjoint(with: [.target, .fileSystem]) }
  }

  /// Recognises an object.
  ///
  /// - Parameters:
  ///   - sighting: What was read of it besides the text.
  ///   - text: The text of the link.
  package typealias Identify =
    @Sendable (_ sighting: DescriptorSighting, _ text: Span<UInt8>) -> ObjectIdentity?

  /// How the link's text begins.
  let prefix: StaticString
  /// Whether the text may be one of this mechanism's: asked before anything is read.
  let accepts: (@Sendable (Span<UInt8>) -> Bool)?
  let reads: ExtraReads
  /// How every descriptor of this kind is open; nil where lstat(2) of the link has to tell.
  let access: Holder.Access?
  let identify: Identify

  /// Describes such links.
  ///
  /// - Parameters:
  ///   - prefix: How the link's text begins.
  ///   - reads: What has to be read besides the link.
  ///   - access: How every descriptor of this kind is open, where all are open in the same way.
  ///   - accepts: Whether the text may be one of this mechanism's: asked before anything is read.
  ///   - identify: The object, or nil when it is none of this mechanism's after all.
  package init(
    prefix: StaticString, reads: ExtraReads = [], access: Holder.Access? = nil,
    accepts: (@Sendable (Span<UInt8>) -> Bool)? = nil, identify: @escaping Identify
  ) {
    self.prefix = prefix
    self.reads = reads
    self.access = access
    self.accepts = accepts
    self.identify = identify
  }

  /// Links of the form `NAME:[INODE]`, which alone tell the object: an inode of the kernel's own file
  /// system `device`.
  package init(bracketed prefix: StaticString, device: UInt64, access: Holder.Access? = nil) {
    self.init(prefix: prefix, access: access) { _, text in
      var scanner = ByteScanner(at: prefix.utf8CodeUnitCount)
      guard let inode = scanner.decimal(in: text, as: UInt64.self),
        scanner.skip(UInt8(ascii: "]"), in: text), scanner.isAtEnd(of: text)
      else { return nil }
      return ObjectIdentity(.file, device: device, inode: inode)
    }
  }
}
