/// Its objects are found among what processes hold: descriptors and mappings.
///
/// A mechanism declares here what is its own; the one scanner (`ProcessScanner`) walks /proc for all of
/// them and reads no more than they ask for.
package protocol Sighted: Mechanism {
  /// What the kinds have in common whose objects look alike in /proc; the keyword for most.
  static var family: String { get }

  /// What marks its objects, prepared once for a scan.
  static func sightings(in context: Context) -> Sightings

  /// What it would take to recognise all its objects, where that is not so: their holders are not known
  /// then, whatever is seen. nil for most.
  static var obstacle: String? { get }

  /// Whether processes may hold some that the kernel does not list, though it lists the kind.
  static var isHeldUnlisted: Bool { get }
}

extension Sighted {
  package static var family: String { keyword }
  package static var obstacle: String? { nil }
  package static var isHeldUnlisted: Bool { false }
}

extension Coverage {
  /// Counts what of `kinds` cannot be recognised as hidden.
  package mutating func hideUnrecognised(_ kinds: [any Sighted.Type]) {
    for kind in kinds {
      guard let obstacle = kind.obstacle else { continue }
      let isListed = kind is any Enumerating.Type
      hide(isListed ? "holders of \(kind.title)s" : "\(kind.title)s", count: nil, needs: obstacle)
    }
  }
}

/// Its objects are known from what is sighted alone: no call of the kernel lists them.
package protocol Discovering: Sighted {
  /// The object behind a sighting that was recognised as `identity`; nil when this one does not tell
  /// enough, and another has to.
  static func object(of sighting: Sighting, _ identity: ObjectIdentity) -> Object?

  /// Why what was sighted is no object, as who holds it may decide; nil when it is one.
  static func objection(to object: Object, heldBy holders: [Holder]) -> String?

  /// Whether `objection` needs all holders to tell.
  static var isDecidedByHolders: Bool { get }

  /// Adds what a finding tells to the objects that are known. Nobody implements it, nor the two below, but
  /// extensions: as requirements they are compiled for each mechanism's own types, and a scan has much
  /// to note.
  static func note(_ finding: Finding, in objects: inout [ObjectIdentity: Object])

  /// Adds what another worker found.
  static func merge(
    _ other: [ObjectIdentity: Object], into objects: inout [ObjectIdentity: Object])

  /// In the order of their numbers: that of processes changes from look to look.
  static func ordered(_ objects: [ObjectIdentity: Object]) -> [Object]
}

extension Discovering {
  package static func objection(to object: Object, heldBy holders: [Holder]) -> String? { nil }
  package static var isDecidedByHolders: Bool { false }

  package static func note(_ finding: Finding, in objects: inout [ObjectIdentity: Object]) {
    guard let sighting = finding.sighting, objects[finding.object] == nil else { return }
    objects[finding.object] = object(of: sighting, finding.object)
  }

  package static func merge(
    _ other: [ObjectIdentity: Object], into objects: inout [ObjectIdentity: Object]
  ) {
    if objects.isEmpty {
      objects = other
    } else {
      for (identity, object) in other where objects[identity] == nil {
        objects[identity] = object
      }
    }
  }

  package static func ordered(_ objects: [ObjectIdentity: Object]) -> [Object] {
    objects.keys.sorted().compactMap { objects[$0] }
  }
}

/// The kernel counts the mappings of an object: what the scan finds less is out of sight.
package protocol AttachmentCounting: Sighted, Enumerating {
  /// How many mappings there are on the whole machine.
  static func attachments(of object: Object) -> UInt64

  /// When that changed last, in seconds since the epoch.
  static func lastAttachment(of object: Object) -> Int64

  /// Whose numbers its objects have.
  static var space: ObjectIdentity.Space { get }
}

/// What is found as a descriptor can be named: `/proc/PID/fd/N` is accepted in place of its address.
package protocol DescriptorNamed: Sighted {
  /// The name of what a descriptor leads to that was recognised as `object`; nil when that is of another
  /// kind of the family.
  ///
  /// - Throws: `gone` for an object that has lost its name.
  static func name(
    of object: ObjectIdentity, _ sighting: DescriptorSighting, in context: Context
  ) throws(IPCError) -> Name?
}
