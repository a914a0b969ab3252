internal import IPCSnapshot
internal import LinuxIPC

extension Coverage {
  /// Counts the processes that were asked for whose System V objects and POSIX queues are of an IPC namespace that was
  /// not looked into.
  ///
  /// - Parameter namespaces: Those that were besides our own.
  mutating func hideIPCNamespaces(
    of processes: some Sequence<Int32>, besides namespaces: NamespaceSelection?,
    in context: Context
  ) {
    guard context.namespace(.ipc) != nil else { return }
    for pid in processes {
      guard let process = try? ProcessDirectory(pid),
        let namespace = try? Namespace.of(process: process.descriptor, .ipc),
        !context.isIn(namespace), namespaces?.handle(namespace) == nil
      else { continue }
      hide("IPC namespaces of processes", needs: "--namespace \(pid)")
    }
  }
}
