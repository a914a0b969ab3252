extension FIFO {
  package static let guide = Guide(
    use: "programs that were not started together and agree on a path: a stream to a service",
    medium: .kernel, storage: "the file system has its name alone, and never the data",
    unit: "bytes",
    direction: .oneWay,
    ends: """
      each end is opened to write or to read, so that it carries data one way at a time: for answers \
      make a second one
      """,
    access: """
      open by its path, as the permission bits allow; who opens one end waits until \
      somebody opens the other, so that they need not start at the same time, but have to meet
      """,
    ordering:
      "first in, first out; writes of up to 4096 bytes (PIPE_BUF) are not mixed with others",
    boundaries: "none: a read takes what is there",
    lifetime: """
      the name until it is unlinked, also over a restart where the file system is a lasting one; the \
      data only while somebody has it open
      """,
    calls: ["mkfifo", "open", "write", "read", "poll", "close", "unlink"],
    manual: ["fifo(7)", "pipe(7)"],
    example: [
      "f=$(ipctool create fifo:/run/jobs)",
      #"ipctool send "$f" hello &"#,
      #"ipctool recv "$f""#,
      #"ipctool rm "$f""#,
    ])
}
