/// One way in which processes communicate: a namespace for its types and verbs.
///
/// A mechanism conforms to the verbs that the kernel really offers for it (`Enumerating`, `Sighted`,
/// `Inspecting`, `Creating`, `Sending`, `Receiving`, `Peeking`, `Removing`, `Limited`) and to no
/// other; who wants a verb asks `as? any Peeking.Type`.
package protocol Mechanism: SendableMetatype {
  /// What a user types to name it: the part of an address before the colon.
  static var keyword: String { get }
  /// What it is, in words, in the singular: "System V message queue".
  static var title: String { get }
  /// What one `send` carries.
  static var unit: DataUnit { get }

  /// When to use it, and what it does with what it carries.
  static var guide: Guide { get }

  /// Why the verbs that the kernel does not offer for it are missing, to follow "msg has no peek: ".
  static var refusals: [Verb: String] { get }

  /// How a name of this kind is written, as `ObjectName.forms` has it.
  static var nameForms: [String] { get }

  /// The kind of namespace in which its names mean something: in another one they are others'. nil for what is
  /// the same everywhere.
  static var scope: Namespace.Kind? { get }

  /// What this kernel allows one such object.
  static func limits(of object: Object, in context: Context) -> [Limit]

  associatedtype Name: ObjectName
  associatedtype Object: IPCObject where Object.Name == Name
}

extension Mechanism {
  package static var refusals: [Verb: String] { [:] }
  package static var nameForms: [String] { Name.forms }
  package static var scope: Namespace.Kind? { nil }
  package static func limits(of object: Object, in context: Context) -> [Limit] { [] }
}

/// What a mechanism carries.
package enum DataUnit: String, Sendable {
  case stream, message, memory, counter

  /// Whether what is received is gone from the object, so that it must not be lost on the way.
  package var isTakenByReceiving: Bool { self != .memory }

  /// Whether it carries bytes; to a counter a number is added.
  package var hasBytes: Bool { self != .counter }
}

/// How an object of one mechanism is named; parses from and prints to text without loss.
package protocol ObjectName: Sendable, Hashable {
  /// The name in an address, after the colon, its `%XX` undone.
  ///
  /// - Throws: `usage`, with the reason, for what names nothing of this kind. The error's subject is
  ///   empty: who parses knows what was typed.
  init(parsing text: [UInt8]) throws(IPCError)

  /// What `init(parsing:)` reads.
  var text: [UInt8] { get }

  /// How one is written, for help, the canonical form first: what changes from name to name is in
  /// capitals.
  static var forms: [String] { get }

  /// Whether it is the number that processes show of what they hold: what has it may be held though no
  /// list has it. By any other name what is not there is nowhere.
  var isNumber: Bool { get }

  /// The one of the names of the same object that listings have, as far as the name alone tells: of paths
  /// the one without detours.
  ///
  /// - Parameter followsLinks: Whether a symbolic link stands for what it leads to.
  func canonical(followsLinks: Bool) -> Self
}

extension ObjectName {
  /// As POSIX has it for all that it names.
  package static var forms: [String] { ["/NAME"] }
  package var isNumber: Bool { false }
  package func canonical(followsLinks: Bool) -> Self { self }
}

/// An object as the kernel described it, in kernel units.
package protocol IPCObject: Sendable {
  associatedtype Name: ObjectName
  /// Its canonical name.
  var name: Name { get }
  var identity: ObjectIdentity { get }
  var fill: Fill { get }
  /// Whether `name`, which may be another than the canonical one, is a name of it.
  func isNamed(_ name: Name) -> Bool
  /// What a holder may do with it whose descriptor is open for `seen`.
  func access(_ seen: Holder.Access) -> Holder.Access
  /// Whether who does not hold it may come to hold it by its name.
  var mayBeOpened: Bool { get }
  /// Whether it is full, and who is at its ends, as the kernel knows.
  var ends: ObjectEnds { get }
  /// Who used it last, of what nobody has to hold.
  var lastUses: [LastUse] { get }
  /// The namespace that its name belongs to, where that is not the one from which it is looked at. Who looks sets
  /// it.
  var elsewhere: Namespace? { get set }
}

extension IPCObject {
  package func isNamed(_ name: Name) -> Bool { name == self.name }
  package func access(_ seen: Holder.Access) -> Holder.Access { seen }
  package var mayBeOpened: Bool { true }
  package var ends: ObjectEnds { ObjectEnds(isFull: fill.fraction.map { $0 >= 1 }) }
  package var lastUses: [LastUse] { [] }

  /// For the kinds that have no scope.
  package var elsewhere: Namespace? {
    get { nil }
    set {}
  }
}

extension Mechanism {
  /// The address of `name`, for output and errors.
  package static func address(_ name: Name) -> String {
    Address.text(kind: keyword, name: name.text)
  }

  /// The address of `object`.
  package static func address(of object: Object) -> String {
    String(decoding: addressBytes(of: object), as: UTF8.self)
  }

  /// The same as bytes, all of them ASCII.
  package static func addressBytes(of object: Object) -> [UInt8] {
    Address.bytes(kind: keyword, name: object.name.text, in: object.elsewhere)
  }
}

/// A mechanism whose objects have a path that is accepted in place of an address.
package protocol PathNamed: Mechanism {
  /// The name of the object at `path`, which is absolute; nil when nothing of this kind can be there.
  static func name(atPath path: [UInt8]) -> Name?
}
