internal import Glibc
internal import SystemPackage

/// A process that has not ended, as far as it matters to what it may have made.
package struct LivingProcess: Sendable, Equatable {
  package let pid: Int32
  package let parent: Int32
  package let command: [UInt8]
  /// When it started, in seconds since the epoch.
  package let startTime: Double
  /// Real, effective, saved and of files, credentials(7).
  package let uids: Set<UInt32>
  /// Its process group and its session.
  package let group: Int32
  package let session: Int32
  /// Whether it is the first of a pid namespace, which takes in who has lost his parent (pid_namespaces(7)).
  package let isInit: Bool

  package init(
    pid: Int32, parent: Int32, command: [UInt8], startTime: Double, uids: Set<UInt32>,
    group: Int32, session: Int32, isInit: Bool = false
  ) {
    self.pid = pid
    self.parent = parent
    self.command = command
    self.startTime = startTime
    self.uids = uids
    self.group = group
    self.session = session
    self.isInit = isInit
  }

  /// All that /proc lists; without the kernel's own, which make nothing.
  ///
  /// - Returns: Those, and whether there are no others on the machine.
  package static func all() -> (processes: [LivingProcess], isWhole: Bool) {
    var processes: [LivingProcess] = []
    var isWhole = Namespace.ofThread(.pid)?.isInitialPIDNamespace == true
    var hasInit = false
    do throws(Errno) {
      try ProcessDirectory.forEachPID { pid in
        if pid == 1 { hasInit = true }
        do throws(Errno) {
          if let process = try LivingProcess(pid) { processes.append(process) }
        } catch .noSuchFileOrDirectory, .noSuchProcess {
          // It ended.
        } catch {
          isWhole = false
        }
        return true
      }
    } catch {
      isWhole = false
    }
    // Every pid namespace has an init; where it is not listed (hidepid, proc(5)), others are not either.
    return (processes, isWhole && hasInit)
  }

  /// nil for one that has ended, or is the kernel's own.
  private init?(_ pid: Int32) throws(Errno) {
    let process = try ProcessDirectory(pid)
    let status = try process.status()
    if status.isKernelThread { return nil }
    if try process.hasEnded() { return nil }
    let text = try WholeFile.read([UInt8](path: "status"), in: process.descriptor)
    let uids = ByteScanner.numbers(behind: "Uid:", in: text.span, as: UInt32.self)
    guard uids.count == 4 else { throw .ioError }
    let pids = ByteScanner.numbers(behind: "NSpid:", in: text.span, as: Int32.self)
    self.init(
      pid: pid, parent: status.parent, command: status.command,
      startTime: LastProcess.seconds(sinceEpoch: status.startTime), uids: Set(uids),
      group: status.group, session: status.session, isInit: pids.last == 1)
  }
}
