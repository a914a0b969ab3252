extension MemoryFile: Limited {
  /// Of those that were made with MFD_HUGETLB; others are bounded by memory alone.
  package static func limits(in context: Context) throws(IPCError) -> [Limit] { [HugePages.limit] }
}
