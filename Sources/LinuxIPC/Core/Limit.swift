/// A limit of the kernel, and how much of it is used.
package struct Limit: Sendable, Equatable {
  /// What its numbers count.
  package enum Unit: String, Sendable, CaseIterable {
    /// What the name says: queues, descriptors.
    case count
    case bytes
    /// Of memory, sysconf(3)'s _SC_PAGESIZE bytes each.
    case pages
  }

  /// Whom it binds.
  package enum Scope: Sendable {
    /// All together, in a namespace or on the machine.
    case everybody
    /// Each user for himself.
    case user
    /// Each process for itself.
    case process
    /// Each object for itself.
    case object
  }

  /// Who uses most of a limit, and how much, in its unit.
  package struct Consumer: Sendable, Equatable {
    package enum Who: Sendable, Equatable {
      case user(UInt32)
      case process(HolderProcess)
    }

    package let who: Who
    /// nil when it cannot be told.
    package let used: UInt64?

    package init(_ who: Who, used: UInt64?) {
      self.who = who
      self.used = used
    }
  }

  /// In words, and of one mechanism each its own: "queues".
  package let name: String
  /// nil where there is none, or the kernel does not tell it here.
  package private(set) var value: UInt64?
  /// In the same unit: of a user's limit what one uses, of a process's what the one nearest to it does; nil
  /// when it cannot be told.
  package private(set) var used: UInt64?
  /// What raises it: a sysctl, a resource limit, a mount option.
  package let setting: String
  package let unit: Unit
  package let scope: Scope
  /// The resource limit that it is, if it is one.
  package let resource: Resource?
  /// What frees from it; nil for nothing.
  package private(set) var exemption: Exemption?
  /// nil for nobody, and where the kernel does not tell.
  package private(set) var most: Consumer?
  /// The same for others of those whom it binds one by one, who use a tenth of it or more.
  package private(set) var others: [Limit] = []
  /// The file system that it is of, st_dev; nil for one that is of none.
  package private(set) var device: UInt64?
  /// Whether what is used in any namespace counts, though it is seen in each alone.
  package private(set) var spansNamespaces = false
  /// Whether it binds the whole machine, though it is of a mechanism whose objects are in namespaces.
  package private(set) var isOfMachine = false
  /// Whether it was set aside to be used up, so that it is well where it is.
  package private(set) var isSetAside = false

  package init(
    _ name: String, value: UInt64?, used: UInt64?, setting: String, unit: Unit = .count,
    scope: Scope = .everybody, resource: Resource? = nil
  ) {
    self.name = name
    self.value = value
    self.used = used
    self.setting = setting
    self.unit = unit
    self.scope = scope
    self.resource = resource
  }

  /// The name of its setting alone, without what stands in parentheses behind it.
  package var settingName: String { String(setting.prefix { $0 != " " }) }

  /// Whole percent of it that is used, rounded down; nil when it cannot be told.
  package var percent: UInt64? { fraction?.wholePercent }

  /// Between 0 and 1, or beyond when the limit was lowered since; nil when it cannot be told.
  package var fraction: Double? {
    guard let used, let value else { return nil }
    if value == 0 { return used == 0 ? 0 : 1 }
    return Double(used) / Double(value)
  }

  /// The same with who uses most of what all have together.
  package func mostly(_ most: Consumer?) -> Limit {
    var limit = self
    limit.most = most
    return limit
  }

  /// The same as it is for one of those whom it binds.
  ///
  /// - Parameters:
  ///   - value: Where it differs between them.
  ///   - used: nil when it cannot be told.
  package func binding(_ who: Consumer.Who, value: UInt64?, used: UInt64?) -> Limit {
    var limit = mostly(Consumer(who, used: used))
    limit.value = value
    limit.used = used
    return limit
  }

  /// The same, and what it is for others whom it binds.
  func besides(_ others: [Limit]) -> Limit {
    var limit = self
    limit.others = others
    return limit
  }

  /// The same of a file system.
  func of(device: UInt64) -> Limit {
    var limit = self
    limit.device = device
    return limit
  }

  /// The same, from which some are free.
  func exempting(_ exemption: Exemption) -> Limit {
    var limit = self
    limit.exemption = exemption
    return limit
  }

  /// The same, counted over all namespaces.
  var spanningNamespaces: Limit {
    var limit = self
    limit.spansNamespaces = true
    return limit
  }

  /// The same, of the whole machine.
  var ofMachine: Limit {
    var limit = self
    limit.isOfMachine = true
    return limit
  }

  /// The same with what is used of it in another namespace.
  package func with(useElsewhere used: UInt64?) -> Limit {
    let sum = self.used.flatMap { own in used.map { own.saturatingSum($0) } }
    var limit = self
    limit.used = sum
    limit.most = most.map { Consumer($0.who, used: sum) }
    return limit
  }

  /// The same, set aside to be used up.
  var setAside: Limit {
    var limit = self
    limit.isSetAside = true
    return limit
  }

  /// The same with nobody who uses any of it.
  package var unused: Limit {
    var limit = self
    limit.used = 0
    return limit
  }
}
