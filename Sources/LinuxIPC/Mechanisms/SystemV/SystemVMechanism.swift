internal import CLinuxIPC
internal import Glibc
package import SystemPackage

/// What message queues, shared memory and semaphore sets have in common: ids and keys, `xxxget` and
/// `xxxctl`, sysvipc(7).
package protocol SystemVMechanism: Inspecting, Removing, FailureTable
where Name == SystemVName, Object: SystemVObject {
  /// What one of them is called in errors: "queue".
  static var noun: String { get }
  /// The C function that finds and makes them: "msgget".
  static var getCall: String { get }
  /// The C function that describes and removes them: "msgctl".
  static var controlCall: String { get }

  /// The id of the object with `key`. It asks for no permission bits, so that it resolves also what may
  /// not be read.
  static func find(key: Int32) throws(Errno) -> Int32

  /// The object in the slot of `id`, which may be another one by now: the kernel masks the id down
  /// to an index.
  static func describe(slotOf id: Int32, in context: Context) throws(Errno) -> Object

  /// Removes the object with `id`. The corresponding command is IPC_RMID.
  static func destroy(id: Int32) throws(Errno)
}

/// An object of System V, whose id is the name that the kernel gave.
package protocol SystemVObject: Permitted where Name == SystemVName {
  var attributes: SystemVAttributes { get set }
}

extension SystemVObject {
  package var name: SystemVName { attributes.name }

  package var elsewhere: Namespace? {
    get { attributes.elsewhere }
    set { attributes.elsewhere = newValue }
  }
}

extension SystemVMechanism {
  package static var scope: Namespace.Kind? { .ipc }

  /// The id that `name` stands for at this moment.
  static func id(of name: SystemVName) throws(IPCError) -> Int32 {
    switch name {
    case .id(let id): id
    case .key(let key):
      try attempt(getCall, address(name)) { () throws(Errno) in try find(key: key) }
    }
  }

  package static func inspect(
    _ name: SystemVName, in context: Context
  ) throws(IPCError) -> Object {
    let subject = address(name)
    let id = try id(of: name)
    let object = try attempt(controlCall, subject) { () throws(Errno) in
      try describe(slotOf: id, in: context)
    }
    guard object.attributes.id == id else {
      throw IPCError(
        .gone, subject: subject, operation: controlCall, errno: .invalidArgument,
        reason: "no such \(noun); its slot holds \(address(object.name)) now")
    }
    return object
  }

  package static func remove(
    _ object: Object, named name: SystemVName, in context: Context
  ) throws(IPCError) {
    let current = try inspect(object.name, in: context)
    guard current.attributes.isSameObject(as: object.attributes) else {
      throw IPCError(
        .gone, subject: address(name), reason: "the id belongs to another \(noun) by now")
    }
    try attempt(controlCall, address(name)) { () throws(Errno) in
      try destroy(id: object.attributes.id)
    }
  }

  /// IPC_RMID is for the owner, the creator and CAP_SYS_ADMIN, whatever the mode (ipc/util.c).
  package static func checkRemoval(
    of object: Object, named name: SystemVName, in context: Context
  ) throws(IPCError) {
    let attributes = object.attributes
    let isOurs =
      attributes.uid == context.effectiveUID || attributes.creatorUID == context.effectiveUID
    guard isOurs || Capabilities.current().has(.systemAdmin, for: .reaching) && isRuled else {
      throw Self.error(controlCall, .notPermitted, address(name))
    }
  }

  /// Whether our capabilities reach what is in the IPC namespace of the calling thread: one of a user namespace above
  /// ours they do not, ioctl_nsfs(2); also where /proc does not tell.
  private static var isRuled: Bool {
    let path = [UInt8](path: "/proc/thread-self/ns/ipc")
    guard let namespace = try? Descriptor(opening: path) else { return true }
    let owner = cipc_namespace_owner(namespace.rawValue)
    guard owner >= 0 else { return errno != EPERM }
    _ = Descriptor(adopting: owner)
    return true
  }

  /// Makes an object, or finds the one that `request` accepts in its place.
  ///
  /// - Parameter make: The `xxxget` call with a key and flags.
  static func create(
    _ name: SystemVName?, _ request: CreationRequest,
    _ make: (_ key: Int32, _ flags: Int32) -> Int32
  ) throws(IPCError) -> (name: SystemVName, isNew: Bool) {
    let key = try creationKey(of: name)
    let mode = Int32(request.mode ?? CreationRequest.defaultMode)
    while true {
      do throws(Errno) {
        let id = try systemCall { make(key, cipc_ipc_creat | cipc_ipc_excl | mode) }
        return (.id(id), true)
      } catch {
        guard error == .fileExists, request.acceptsExisting else {
          throw Self.error(getCall, error, name.map(address) ?? keyword)
        }
      }
      // Removed between the two calls: then it can be made after all.
      if let id = try? find(key: key) { return (.id(id), false) }
    }
  }

  /// The key to create with; IPC_PRIVATE without a name.
  ///
  /// - Throws: `usage` for an id: the kernel alone gives them out.
  static func creationKey(of name: SystemVName?) throws(IPCError) -> Int32 {
    switch name {
    case nil: 0
    case .key(let key): key
    case .id:
      throw IPCError(
        .usage, subject: name.map(address) ?? keyword, reason: "an id cannot be chosen",
        hint: "use a key such as \(keyword):0x2a, or none for a private object")
    }
  }
}
