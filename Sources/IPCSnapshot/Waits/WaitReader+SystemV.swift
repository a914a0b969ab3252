internal import LinuxIPC

/// System V queues and semaphores: whoever has the right may end a wait at one. Who operated it last is a hint.
extension WaitReader {
  func queue(
    _ id: Int32, _ use: BlockedCall.MessageUse, _ process: borrowing ProcessDirectory
  ) -> Wait? {
    let look = snapshot.lookup(inIPCNamespaceOf: process, in: context) {
      try? SysVMessageQueue.inspect(.id(id), in: $0)
    }
    guard let look else { return nil }
    var queue = look.found
    queue.elsewhere = look.elsewhere
    let isSending = use == .send
    var wait = Wait(
      Subject(
        .object(queue.identity), kind: SysVMessageQueue.keyword,
        address: SysVMessageQueue.addressBytes(of: queue)),
      isSending ? .room : .message)
    wait.openness = [.anybody]
    // To a sender room is made by receiving, and messages come from senders.
    let sender = lastOperator(queue.lastSendPID, at: queue.sendTime)
    let receiver = lastOperator(queue.lastReceivePID, at: queue.receiveTime)
    wait.wakers = Wakers(isSending ? receiver : sender)
    wait.evidence = isSending ? sender : receiver
    wait.detail = Self.words(queue, use)
    wait.hasOtherMessages = !isSending && queue.messages > 0
    return wait
  }

  private static func words(
    _ queue: SysVMessageQueue.Object, _ use: BlockedCall.MessageUse
  ) -> String {
    guard case .receive(let selection) = use, queue.messages > 0 else {
      return words(queue.fill) ?? "\(Counted.words(queue.messages, "message")) in it"
    }
    let wanted =
      switch selection {
      case .any: "it wants any"
      case .type(let type): "it wants one of type \(type)"
      case .upTo(let type): "it wants one of a type up to \(type)"
      case .except(let type): "it wants one of another type than \(type)"
      }
    return "\(Counted.words(queue.messages, "message")) in it, and \(wanted)"
  }

  /// The members that keep the operations waiting tell who operated them last.
  func semaphores(
    _ id: Int32, _ operations: [BlockedCall.SemaphoreOperation],
    _ process: borrowing ProcessDirectory
  ) -> Wait? {
    let look = snapshot.lookup(inIPCNamespaceOf: process, in: context) {
      context -> SysVSemaphore.Object? in
      guard let set = try? SysVSemaphore.inspect(.id(id), in: context) else { return nil }
      var ignored = Coverage()
      return SysVSemaphore.examine(set, for: .all, in: context, coverage: &ignored) ?? set
    }
    guard let look else { return nil }
    var set = look.found
    set.elsewhere = look.elsewhere
    var wait = Wait(
      Subject(
        .object(set.identity), kind: SysVSemaphore.keyword,
        address: SysVSemaphore.addressBytes(of: set)), .value)
    wait.openness = [.anybody]
    guard let members = set.members else { return wait }
    var words: [String] = []
    var wakers: [Waker] = []
    for operation in operations where members.indices.contains(Int(operation.index)) {
      let member = members[Int(operation.index)]
      // What can be done at once keeps nobody waiting.
      guard
        Int(operation.change) < 0 && Int(member.value) < -Int(operation.change)
          || operation.change == 0 && member.value != 0
      else { continue }
      words.append(
        operation.change == 0
          ? "member \(operation.index) has \(member.value) and is to be 0"
          : "member \(operation.index) has \(member.value) and is to give \(-Int(operation.change))"
      )
      // SETVAL alone is no operation (KERNEL-NOTES section 6.1).
      guard set.operationTime != 0 else { continue }
      for waker in lastOperator(member.lastOperationPID, at: set.lastOperationLimit)
      where !wakers.contains(waker) { wakers.append(waker) }
    }
    wait.wakers = Wakers(wakers)
    wait.detail = words.isEmpty ? nil : words.joined(separator: ", ")
    return wait
  }

  private func lastOperator(_ pid: Int32, at time: Int64) -> [Waker] {
    guard time != 0, let process = LastProcess(pid, at: time) else { return [] }
    let isAlive = process.state == .alive || process.state == .hidden
    return [Waker(pid, .lastOperator, isAlive: isAlive)]
  }
}
