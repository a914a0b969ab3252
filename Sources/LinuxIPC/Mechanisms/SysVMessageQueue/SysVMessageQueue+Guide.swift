extension SysVMessageQueue {
  package static let guide = Guide(
    use:
      "messages that wait until somebody takes them, chosen by a type",
    medium: .kernel, storage: "each message is copied in and out", unit: "message with a type",
    direction: .bothWays,
    ends: """
      everybody may send and receive; two who talk to each other need a type for each direction, or \
      each takes back what he sent himself
      """,
    access: "by a key that programs agree on (ftok), as the permission bits allow",
    ordering: "first in, first out; a receiver may take the first of a type, or of the lowest type",
    boundaries:
      "kept: a message is received whole, or not at all, or cut where MSG_NOERROR asks for that",
    lifetime: "until it is removed or its IPC namespace ends, with its messages, whoever ends",
    calls: ["ftok", "msgget", "msgsnd", "msgrcv", "msgctl"],
    manual: ["sysvipc(7)", "msgget(2)", "msgop(2)"],
    example: [
      "q=$(ipctool create msg)",
      #"ipctool send "$q" hello --type 7"#,
      #"ipctool peek "$q""#,
      #"ipctool recv "$q" --type 7"#,
      #"ipctool rm "$q""#,
    ])
}
