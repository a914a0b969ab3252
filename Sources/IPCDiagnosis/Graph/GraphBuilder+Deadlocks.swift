internal import IPCSnapshot
internal import LinuxIPC

/// What a graph has of a diagnosis beside waits at objects.
extension GraphBuilder {
  /// Notes whose children processes are, and who is in a deadlock.
  mutating func markNodes(_ diagnosis: Diagnosis) {
    for place in graph.nodes.indices {
      guard let pid = graph.nodes[place].pid else { continue }
      graph.nodes[place].parent =
        diagnosis.places(of: pid).first.map { diagnosis.threads[$0].sample.parent }
      if waits.isDeadlocked(pid) { graph.nodes[place].state = .deadlocked }
    }
    for edge in graph.edges where edge.medium.state == .deadlocked {
      for place in [edge.from, edge.to] where graph.nodes[place].role == .object {
        graph.nodes[place].state = .deadlocked
      }
    }
  }

  /// Draws whom a thread waits for that is in a deadlock over what is no object: the lock of a file, a child.
  mutating func drawLocks(_ diagnosis: Diagnosis) {
    for deadlock in diagnosis.deadlocks {
      for place in deadlock.members.sorted() {
        let thread = diagnosis.threads[place]
        for wait in thread.waits where !isDrawn(wait.subject) {
          let wakers = wait.wakers.lazy.filter(\.isAlive).map(\.pid)
          for pid in Set(wakers).intersection(deadlock.pids).sorted() where pid != thread.id.pid {
            draw(wait.subject, from: pid, to: thread.id.pid, diagnosis)
          }
        }
      }
    }
  }

  private func isDrawn(_ subject: Subject) -> Bool {
    if case .object(let identity) = subject.identity { objects[identity] != nil } else { false }
  }

  /// - Parameters:
  ///   - waker: Who has what is waited for.
  ///   - waiting: Who waits.
  private mutating func draw(
    _ subject: Subject, from waker: Int32, to waiting: Int32, _ diagnosis: Diagnosis
  ) {
    for pid in [waker, waiting] where commands[pid] == nil {
      commands[pid] = diagnosis.places(of: pid).first.map {
        diagnosis.threads[$0].sample.command
      }
    }
    let line = GraphLine(subject)
    add(
      from: place(of: waker), to: place(of: waiting),
      line.medium(.forward, .waiter, .deadlocked), line, descriptors: 0)
  }
}
