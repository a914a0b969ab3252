/// Tells what the descriptors of threads lead to.
package struct DescriptorFinder: Sendable {
  private let patterns: DescriptorPatterns

  /// - Parameter scanner: One that looks for the objects in question.
  package init(_ scanner: ProcessScanner) {
    patterns = scanner.descriptors
  }

  package func descriptors(of thread: ThreadID) -> ThreadDescriptors {
    ThreadDescriptors(of: thread, patterns)
  }

  /// The one that alone is looked at.
  package func find(_ fd: Int32, of thread: ThreadID) -> ThreadDescriptors.Found {
    descriptors(of: thread).find(fd)
  }
}
