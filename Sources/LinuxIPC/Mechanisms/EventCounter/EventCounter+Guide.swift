extension EventCounter {
  package static let guide = Guide(
    use: "waking somebody who waits in poll, with a number and no data: the cheapest way there is",
    medium: .kernel, storage: "a number of 64 bits", unit: "a count", direction: .bothWays,
    ends: "everybody who holds it may add and take",
    access: """
      it has no name: a descriptor is inherited, or sent over a Unix socket (SCM_RIGHTS)
      """,
    ordering: "none: what is added before somebody reads adds up",
    boundaries: "none: a read takes all that was added, or with EFD_SEMAPHORE one",
    lifetime: "until its last descriptor is closed, and the count goes with it",
    calls: ["eventfd", "write", "read", "poll", "close"], manual: ["eventfd(2)"],
    example: [
      "e=$(ipctool create eventfd)",
      #"ipctool send "$e" --value 3"#,
      #"ipctool recv "$e""#,
      #"ipctool rm "$e""#,
    ])
}
