extension POSIXSemaphore {
  package static let guide = Guide(
    use: "a lock or a count between processes under a name, which costs no call while it is free",
    medium: .memory,
    storage:
      "a file of the memory file system on /dev/shm; the kernel is called to wait and to wake alone",
    unit: "a count", direction: .bothWays,
    ends: "everybody may add and take; nothing records who did",
    access: "open by its name, as the permission bits allow",
    ordering:
      "of those who wait any may be woken: the highest priority first, where they have some",
    boundaries: "one at a time",
    lifetime: """
      the name until it is unlinked, the semaphore until nobody has it mapped either, or the machine \
      restarts; what a process took stays taken when it ends
      """,
    calls: ["sem_open", "sem_post", "sem_wait", "sem_timedwait", "sem_close", "sem_unlink"],
    manual: ["sem_overview(7)"],
    example: [
      "s=$(ipctool create posix-sem:/lock --value 1)",
      #"ipctool recv "$s""#,
      #"ipctool send "$s""#,
      #"ipctool rm "$s""#,
    ])
}
