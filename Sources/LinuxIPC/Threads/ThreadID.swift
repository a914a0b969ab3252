/// A thread of a process, clone(2).
package struct ThreadID: Sendable, Hashable, Comparable {
  package let pid: Int32
  package let tid: Int32

  package init(pid: Int32, tid: Int32) {
    self.pid = pid
    self.tid = tid
  }

  package static func < (one: ThreadID, other: ThreadID) -> Bool {
    (one.pid, one.tid) < (other.pid, other.tid)
  }
}
