/// A descriptor behind which others are hidden, that no /proc/PID/fd shows (KERNEL-NOTES section 3.1).
struct BlindSpot: Sendable {
  /// How the link's text begins.
  let prefix: StaticString
  /// The line of fdinfo that says how many there are.
  let label: StaticString
  /// For `Coverage`.
  let what: String
  let needs: String

  static let all = [
    // io_uring_register(2), IORING_REGISTER_FILES.
    BlindSpot(
      prefix: "anon_inode:[io_uring]", label: "UserFiles:", what: "files registered with io_uring",
      needs: "their owners to keep them open as descriptors too")
  ]
}
