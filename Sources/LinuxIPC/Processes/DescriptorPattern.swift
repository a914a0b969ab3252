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
    /// statfs(2) of what the link leads to.
    package static let fileSystem = ExtraReads(rawValue: 1 << 2)
  }

  /// How the link's text begins.
  let prefix: StaticString
  /// Whether the text may be one of this mechanism's: asked before anything is read.
  let accepts: (@Sendable ([UInt8]) -> Bool)?
  let reads: ExtraReads
  /// How every descriptor of this kind is open; nil where lstat(2) of the link has to tell.
  let access: Holder.Access?
  /// The object, or nil when it is none of this mechanism's after all.
  let identify: @Sendable (DescriptorSighting) -> ObjectIdentity?

  /// Describes such links.
  ///
  /// - Parameters:
  ///   - prefix: How the link's text begins.
  ///   - access: How every descriptor of this kind is open, where all are open in the same way.
  ///   - accepts: Whether the text may be one of this mechanism's: asked before anything is read.
  ///   - identify: The object, or nil when it is none of this mechanism's after all.
  package init(
    prefix: StaticString, reads: ExtraReads, access: Holder.Access? = nil,
    accepts: (@Sendable ([UInt8]) -> Bool)? = nil,
    identify: @escaping @Sendable (DescriptorSighting) -> ObjectIdentity?
  ) {
    self.prefix = prefix
    self.reads = reads
    self.access = access
    self.accepts = accepts
    self.identify = identify
  }
}
