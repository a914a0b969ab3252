/// Links in /proc/PID/fd that may lead to an object of a mechanism.
///
/// The file that a link leads to mostly tells what it is, and the link's text costs more to read. Where a
/// server might have to be asked for the file, the text is read first, and tells whether it may be looked at.
package struct DescriptorPattern: Sendable {
  /// What has to be read besides, to know the object.
  package struct ExtraReads: OptionSet, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    /// /proc/PID/fdinfo/N.
    package static let fdinfo = ExtraReads(rawValue: 1 << 0)
    /// The text of the link, kept for who describes the object.
    package static let text = ExtraReads(rawValue: 1 << 1)
    /// statfs(2) of what the link leads to.
    package static let fileSystem = ExtraReads(rawValue: 1 << 2)
  }

  /// Recognises an object.
  ///
  /// - Parameters:
  ///   - sighting: What was read of it.
  ///   - text: The text of the link; empty where the file alone tells, and was looked at.
  package typealias Identify =
    @Sendable (_ sighting: DescriptorSighting, _ text: Span<UInt8>) -> ObjectIdentity?

  /// What marks the links of a pattern.
  enum Mark {
    /// The file: no text is needed.
    case file
    /// The text: no file is needed.
    case text
    /// Both.
    case path
  }

  let mark: Mark
  /// Whether a file may be one of this mechanism's.
  let mayBe: @Sendable (FileStatus) -> Bool
  /// How the link's text begins.
  let prefix: StaticString
  /// Whether the text may be one of this mechanism's.
  let accepts: (@Sendable (Span<UInt8>) -> Bool)?
  let reads: ExtraReads
  /// How every descriptor of this kind is open; nil where lstat(2) of the link has to tell.
  let access: Holder.Access?
  /// What those are called, in the plural, that have lost their names and are no objects any more; nil where they
  /// stay objects.
  let unlinked: String?
  let identify: Identify

  private init(
    _ mark: Mark, mayBe: @escaping @Sendable (FileStatus) -> Bool, prefix: StaticString,
    accepts: (@Sendable (Span<UInt8>) -> Bool)? = nil, reads: ExtraReads = [],
    access: Holder.Access? = nil, unlinked: String? = nil, identify: @escaping Identify
  ) {
    self.mark = mark
    self.mayBe = mayBe
    self.prefix = prefix
    self.accepts = accepts
    self.reads = reads
    self.access = access
    self.unlinked = unlinked
    self.identify = identify
  }

  /// Links to files that have a path, or look as if they had.
  ///
  /// - Parameters:
  ///   - prefix: How the link's text begins.
  ///   - reads: What has to be read besides the link and the file.
  ///   - mayBe: Whether a file may be one of this mechanism's.
  ///   - accepts: Whether the text may be one of this mechanism's.
  ///   - isObject: Whether it is, when all was read.
  ///   - unlinked: What files without a name are called, where these are no objects.
  package init(
    path prefix: StaticString, reads: ExtraReads = [], unlinked: String? = nil,
    mayBe: @escaping @Sendable (FileStatus) -> Bool,
    accepts: (@Sendable (Span<UInt8>) -> Bool)? = nil,
    where isObject: @escaping @Sendable (DescriptorSighting) -> Bool = { _ in true }
  ) {
    self.init(
      .path, mayBe: mayBe, prefix: prefix, accepts: accepts, reads: reads, unlinked: unlinked
    ) { sighting, _ in
      guard let file = sighting.target, isObject(sighting) else { return nil }
      return ObjectIdentity(.file, device: file.device, inode: file.inode)
    }
  }

  /// Links of the form `NAME:[INODE]`: an inode of the kernel's own file system `device`.
  package init(bracketed prefix: StaticString, device: UInt64, access: Holder.Access? = nil) {
    self.init(.file, mayBe: { $0.device == device }, prefix: prefix, access: access) {
      sighting, text in
      if let file = sighting.target {
        return ObjectIdentity(.file, device: device, inode: file.inode)
      }
      var scanner = ByteScanner(at: prefix.utf8CodeUnitCount)
      guard let inode = scanner.decimal(in: text, as: UInt64.self),
        scanner.skip(UInt8(ascii: "]"), in: text), scanner.isAtEnd(of: text)
      else { return nil }
      return ObjectIdentity(.file, device: device, inode: inode)
    }
  }

  /// Links of the form `anon_inode:NAME`: all share one file, and their fdinfo tells them apart.
  package init(
    anonymous text: StaticString, access: Holder.Access,
    identify: @escaping @Sendable (DescriptorSighting) -> ObjectIdentity?
  ) {
    self.init(
      .text, mayBe: { KernelFileSystems.mayBeAnonymous($0) }, prefix: text, reads: .fdinfo,
      access: access
    ) { sighting, _ in identify(sighting) }
  }
}
