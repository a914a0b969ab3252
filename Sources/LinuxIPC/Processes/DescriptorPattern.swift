/// Links in /proc/PID/fd that may lead to an object of a mechanism.
package struct DescriptorPattern: Sendable {
  /// What has to be read besides the link, to know the object.
  package struct ExtraReads: OptionSet, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    /// lstat(2) of the link itself: how the descriptor was opened.
    package static let link = ExtraReads(rawValue: 1 << 0)
    /// stat(2) of what the link leads to.
    package static let target = ExtraReads(rawValue: 1 << 1)
    /// /proc/PID/fdinfo/N.
    package static let fdinfo = ExtraReads(rawValue: 1 << 2)
    /// statfs(2) of what the link leads to.
    package static let fileSystem = ExtraReads(rawValue: 1 << 3)
  }

  /// How the link's text begins.
  package let prefix: StaticString
  /// Whether the rest of the text may be one of this mechanism's: asked before anything is read.
  package let accepts: @Sendable ([UInt8]) -> Bool
  package let reads: ExtraReads
  /// The object, or nil when it is none of this mechanism's after all.
  package let identify: @Sendable (DescriptorSighting) -> ObjectIdentity?

  package init(
    prefix: StaticString, reads: ExtraReads,
    accepts: @escaping @Sendable ([UInt8]) -> Bool = { _ in true },
    identify: @escaping @Sendable (DescriptorSighting) -> ObjectIdentity?
  ) {
    self.prefix = prefix
    self.reads = reads
    self.accepts = accepts
    self.identify = identify
  }
}

/// An open descriptor of a process, as far as its pattern asked for.
package struct DescriptorSighting: Sendable {
  /// The text of the link.
  package let text: [UInt8]
  package var link: FileStatus?
  package var target: FileStatus?
  package var fdinfo: [UInt8]?
  /// statfs(2)'s f_type.
  package var fileSystemType: UInt64?
}
