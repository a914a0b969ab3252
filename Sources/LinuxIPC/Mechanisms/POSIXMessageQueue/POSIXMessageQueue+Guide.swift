extension POSIXMessageQueue {
  package static let guide = Guide(
    use:
      "messages that wait until somebody takes them, the most urgent first, with poll and timeouts",
    medium: .kernel, storage: "each message is copied in and out", unit: "message with a priority",
    direction: .bothWays,
    ends: """
      who may open it for both may send and receive; priorities are no addresses, so that two who talk \
      to each other take two queues
      """,
    access: "open by its name, as the permission bits allow",
    ordering: "the highest priority first; within it first in, first out",
    boundaries: "kept: a message is received whole, and never longer than the queue was made for",
    lifetime: """
      the name until it is unlinked, the queue until nobody has it open either, or until its IPC namespace \
      ends
      """,
    calls: [
      "mq_open", "mq_send", "mq_receive", "mq_notify", "mq_getattr", "mq_close", "mq_unlink",
    ],
    manual: ["mq_overview(7)"],
    example: [
      "q=$(ipctool create mqueue:/jobs)",
      #"ipctool send "$q" hello --priority 9"#,
      #"ipctool recv "$q""#,
      #"ipctool rm "$q""#,
    ])
}
