internal import CLinuxIPC

extension POSIXMessageQueue {
  /// What mq_getattr(3) tells of a queue.
  package struct Attributes: Sendable, Equatable {
    /// Waiting now.
    package let messages: UInt64
    /// That fit.
    package let messagesLimit: UInt64
    /// The longest message, in bytes.
    package let messageSize: UInt64

    init(_ attributes: cipc_mq_attributes) {
      messages = attributes.messages
      messagesLimit = attributes.messages_limit
      messageSize = attributes.message_size
    }

    package var capacityBytes: UInt64 { messagesLimit.saturatingProduct(messageSize) }

    /// What the kernel counts of the queue against RLIMIT_MSGQUEUE, in bytes.
    var charge: UInt64 {
      var attributes = cipc_mq_attributes(
        messages_limit: messagesLimit, message_size: messageSize, messages: messages)
      return unsafe cipc_mq_charge(&attributes)
    }
  }
}
