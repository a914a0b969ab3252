extension FileMapping {
  package static let guide = Guide(
    use: "large data that is kept: a file used as memory, without copying it",
    medium: .file,
    storage: "in the page cache, from which the kernel writes it to the disk; nothing is copied",
    unit: "bytes in place",
    direction: .bothWays,
    ends: """
      with MAP_SHARED what one writes the others see at once; what one writes with MAP_PRIVATE \
      nobody else sees
      """,
    access: """
      open by its path, as the permission bits allow, and map; memory without a file is shared with \
      children that are born afterwards. Over a network file system each host has pages of its own
      """,
    ordering: """
      none: the kernel orders nothing; what has to be on the disk at a certain time takes msync
      """,
    boundaries: "none: who reads while another writes may see half of it",
    lifetime:
      "the file's: until it is unlinked and nobody has it open or mapped, also over a restart",
    calls: ["open", "ftruncate", "mmap", "msync", "munmap", "close"], manual: ["mmap(2)"],
    example: [
      "m=$(ipctool create map:/run/ring --size 4K)",
      #"ipctool send "$m" hello"#,
      #"ipctool recv "$m" --length 5"#,
      #"ipctool rm "$m""#,
    ])
}
