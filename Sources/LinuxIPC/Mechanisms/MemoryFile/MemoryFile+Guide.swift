extension MemoryFile {
  package static let guide = Guide(
    use: "memory for those alone who are given it, which may be sealed before it is handed over",
    medium: .memory, storage: "a file without a name; nothing is copied", unit: "bytes in place",
    direction: .bothWays,
    ends: "everybody who has it mapped writes and reads at once, unless a seal forbids it",
    access: """
      it has no name that others could open: a descriptor is inherited, or sent over a Unix socket \
      (SCM_RIGHTS)
      """,
    ordering: "none: the kernel orders nothing, so that a lock or a message has to go with it",
    boundaries: "none: who reads while another writes may see half of it",
    lifetime: "until nobody has it open or mapped: nothing is left over when all have ended",
    calls: ["memfd_create", "ftruncate", "mmap", "fcntl", "sendmsg", "munmap", "close"],
    manual: ["memfd_create(2)"],
    example: [
      "m=$(ipctool create memfd --size 4K)",
      #"ipctool send "$m" hello"#,
      #"ipctool recv "$m" --length 5"#,
      #"ipctool rm "$m""#,
    ])
}
