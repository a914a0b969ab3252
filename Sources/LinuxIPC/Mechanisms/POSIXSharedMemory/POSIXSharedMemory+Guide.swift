extension POSIXSharedMemory {
  package static let guide = Guide(
    use: "fast sharing of variables and structures under a name: what new programs take",
    medium: .memory, storage: "a file of the memory file system on /dev/shm; nothing is copied",
    unit: "bytes in place", direction: .bothWays,
    ends: "everybody who mapped it to write writes and reads at once",
    access: "open by its name, as the permission bits allow, and map",
    ordering: "none: the kernel orders nothing, so that a semaphore or lock has to go with it",
    boundaries: "none: who reads while another writes may see half of it",
    lifetime: """
      the name until it is unlinked, the memory until nobody has it open or mapped either, or the \
      machine restarts
      """,
    calls: ["shm_open", "ftruncate", "mmap", "munmap", "close", "shm_unlink"],
    manual: ["shm_overview(7)"],
    example: [
      "m=$(ipctool create posix-shm:/cache --size 4K)",
      #"ipctool send "$m" hello"#,
      #"ipctool recv "$m" --length 5"#,
      #"ipctool rm "$m""#,
    ])
}
