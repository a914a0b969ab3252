internal import SystemPackage

/// The limits of IPC that belong to no one mechanism: of descriptors, which stand for objects of most kinds, and
/// of the memory that is mapped and locked.
package enum CommonLimits {
  /// All of them.
  ///
  /// - Parameter processes: Every process that can be seen.
  package static func limits(_ processes: [ProcessUsage]) -> [Limit] {
    let files = KernelSetting("fs.file-nr")
    return [
      nearest("descriptors of a process", .openFiles, processes) { $0.descriptors },
      KernelSetting("fs.nr_open").limit("descriptors that a process may be allowed"),
      KernelSetting("fs.file-max").limit("open files of all processes", used: files.value()),
      nearest(
        "locked memory of a process", .lockedMemory, unit: .bytes, exempting: .lockedMemory,
        processes
      ) { $0.lockedBytes },
      mappings(processes),
      // What is used the kernel tells nobody.
      KernelSetting("fs.epoll.max_user_watches").limit(
        "descriptors that a user's epolls watch", scope: .user),
    ]
  }

  /// A resource limit, of the process that is nearest to its own.
  private static func nearest(
    _ words: String, _ resource: Resource, unit: Limit.Unit = .count,
    exempting exemption: Exemption? = nil,
    _ processes: [ProcessUsage], _ used: (ProcessUsage) -> UInt64?
  ) -> Limit {
    let limit = Limit(
      words, value: nil, used: nil, setting: resource.setting, unit: unit, scope: .process,
      resource: resource)
    return nearest(limit, processes, used) { process in
      exemption.map(process.isFree) == true ? nil : process.limit(resource)
    }
  }

  private static func mappings(_ processes: [ProcessUsage]) -> Limit {
    let limit = KernelSetting("vm.max_map_count").limit("mappings of a process", scope: .process)
    return nearest(limit, processes, \.mappings) { _ in limit.value }
  }

  /// `limit` as it is for the process that uses most of it; of those without one, that uses most. Others that are
  /// near to theirs go with it.
  private static func nearest(
    _ limit: Limit, _ processes: [ProcessUsage], _ used: (ProcessUsage) -> UInt64?,
    of value: (ProcessUsage) -> UInt64?
  ) -> Limit {
    let known = processes.compactMap { process in used(process).map { (process, $0) } }
    func fraction(_ entry: (process: ProcessUsage, used: UInt64)) -> Double {
      guard let value = value(entry.process) else { return 0 }
      return Double(entry.used) / Double(max(value, 1))
    }
    let sorted = known.sorted { (fraction($0), $0.1) > (fraction($1), $1.1) }
    var near: [Limit] = []
    for entry in sorted where near.isEmpty || fraction(entry) >= 0.1 {
      // One that has just ended is not to be named.
      guard let process = HolderProcess(entry.0.pid) else { continue }
      near.append(limit.binding(.process(process), value: value(entry.0), used: entry.1))
    }
    return near.first?.besides(Array(near.dropFirst())) ?? limit
  }
}
