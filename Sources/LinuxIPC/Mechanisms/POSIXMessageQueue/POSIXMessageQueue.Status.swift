extension POSIXMessageQueue {
  /// What the text of a queue's file tells, mq_overview(7).
  package struct Status: Sendable, Equatable {
    /// Of all messages that wait, without their heads.
    package let bytes: UInt64
    /// nil when no process asked for it.
    package let notification: Notification?

    /// nil for text that is not the kernel's.
    init?(parsing text: Span<UInt8>) {
      guard let bytes = Self.value("QSIZE:", of: text, as: UInt64.self),
        let method = Self.value("NOTIFY:", of: text, as: Int32.self),
        let signal = Self.value("SIGNO:", of: text, as: Int32.self),
        let pid = Self.value("NOTIFY_PID:", of: text, as: Int32.self)
      else { return nil }
      self.bytes = bytes
      notification = pid == 0 ? nil : Notification(pid: pid, method: method, signal: signal)
    }

    private static func value<Value: FixedWidthInteger>(
      _ label: StaticString, of text: Span<UInt8>, as type: Value.Type
    ) -> Value? {
      var scanner = ByteScanner()
      while let word = scanner.word(in: text) {
        guard text.hasPrefix(label, at: word.lowerBound) else { continue }
        scanner.offset = word.lowerBound + label.utf8CodeUnitCount
        return scanner.decimal(in: text)
      }
      return nil
    }
  }

  /// Who is told when a message comes to the empty queue, mq_notify(3).
  package struct Notification: Sendable, Equatable {
    /// How: sigevent(7)'s SIGEV_SIGNAL, SIGEV_NONE, SIGEV_THREAD.
    package enum Method: String, Sendable {
      case signal, none, thread
    }

    /// As the caller's pid namespace knows it.
    package let pid: Int32
    /// nil for one that is not known.
    package let method: Method?
    /// nil when it is not told by a signal.
    package let signal: Int32?

    init(pid: Int32, method: Int32, signal: Int32) {
      let methods: [Method] = [.signal, .none, .thread]
      self.pid = pid
      self.method = methods.indices.contains(Int(method)) ? methods[Int(method)] : nil
      self.signal = self.method == .signal ? signal : nil
    }
  }
}
