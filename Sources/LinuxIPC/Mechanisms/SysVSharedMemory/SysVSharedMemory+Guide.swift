extension SysVSharedMemory {
  package static let guide = Guide(
    use: "fast sharing of variables and structures, where programs have it already",
    medium: .memory, storage: "the kernel keeps the segment, and copies nothing",
    unit: "bytes in place", direction: .bothWays,
    ends: "everybody who attached it writes and reads at once, unless he attached it to read alone",
    access: "by a key that programs agree on (ftok), as the permission bits allow",
    ordering: "none: the kernel orders nothing, so that a semaphore or lock has to go with it",
    boundaries: "none: who reads while another writes may see half of it",
    lifetime: """
      until it is removed and the last process has detached it, or its IPC namespace ends; nobody who \
      ends takes it along, unless kernel.shm_rmid_forced says so
      """,
    calls: ["ftok", "shmget", "shmat", "shmdt", "shmctl"],
    manual: ["sysvipc(7)", "shmget(2)", "shmop(2)"],
    example: [
      "m=$(ipctool create shm --size 4K)",
      #"ipctool send "$m" hello"#,
      #"ipctool recv "$m" --length 5"#,
      #"ipctool rm "$m""#,
    ])
}
