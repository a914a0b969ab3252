extension SysVSemaphore {
  package static let guide = Guide(
    use: "locks and counts between processes, several of which are taken at once or not at all",
    medium: .kernel, storage: "every operation is a call", unit: "counts, a set of them",
    direction: .bothWays,
    ends: "everybody may add and take; the kernel has no owner, but knows who operated last",
    access: "by a key that programs agree on (ftok), as the permission bits allow",
    ordering: "who waits is served in the order of coming, as far as the values allow it",
    boundaries: "operations of one call are done together, or none of them",
    lifetime: """
      until it is removed or its IPC namespace ends; with SEM_UNDO what a process took is given back \
      when it ends
      """,
    calls: ["ftok", "semget", "semop", "semtimedop", "semctl"],
    manual: ["sysvipc(7)", "semget(2)", "semop(2)"],
    example: [
      "s=$(ipctool create sem --value 1)",
      #"ipctool recv "$s""#,
      #"ipctool send "$s""#,
      #"ipctool rm "$s""#,
    ])
}
