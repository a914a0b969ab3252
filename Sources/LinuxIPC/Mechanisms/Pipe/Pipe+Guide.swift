extension Pipe {
  package static let guide = Guide(
    use: "data that one program passes on to the next as it comes, both running at the same time",
    medium: .kernel, storage: "its buffer belongs to no process", unit: "bytes", direction: .oneWay,
    ends: """
      from the write end to the read end; each end may be held by many, and one process may hold both
      """,
    access: """
      inherited by children, which is why it is said to be for related processes; but a descriptor may \
      also be sent to a process that is no relative over a Unix socket (SCM_RIGHTS), or be fetched \
      (pidfd_getfd)
      """,
    ordering:
      "first in, first out; writes of up to 4096 bytes (PIPE_BUF) are not mixed with others",
    boundaries: "none: a read takes what is there; with O_DIRECT each write is a packet",
    lifetime: """
      until the last descriptor of it is closed, and unread data goes with it; readers see the end of \
      the file when the last writer has gone, writers get SIGPIPE when the last reader has
      """,
    calls: ["pipe2", "write", "read", "splice", "tee", "poll", "close"], manual: ["pipe(7)"],
    example: [
      "p=$(ipctool create pipe)",
      #"ipctool send "$p" hello"#,
      #"ipctool recv "$p""#,
      #"ipctool rm "$p""#,
    ])
}
