/// What the `rss` of a segment means.
///
/// The kernel counts a huge page once for every base page in it (KERNEL-NOTES section 1.3: one of
/// 2 MiB is shown as 1 GiB). An ordinary segment never shows more than its size, and one that does is
/// of huge pages; a large one may show what fits both.
struct SegmentMemory: Equatable {
  /// In bytes; nil when the number is a multiple of the truth and by how much is not known.
  let resident: UInt64?
  /// nil when the number fits both.
  let isHuge: Bool?

  /// - Parameters:
  ///   - shown: `rss` as the kernel shows it; in bytes, as everything here.
  ///   - hugePageSize: The default one; nil where there are none.
  init(shown: UInt64, size: UInt64, pageSize: UInt64, hugePageSize: UInt64?) {
    let hugePageSize = hugePageSize ?? pageSize
    let pagesEach = max(hugePageSize / pageSize, 1)
    if shown > Self.rounded(size, to: pageSize) {
      isHuge = true
      let real = shown / pagesEach
      // Other huge pages than the default ones, if even that is too much.
      resident = real <= Self.rounded(size, to: hugePageSize) ? min(real, size) : nil
    } else {
      resident = shown
      isHuge = shown % hugePageSize.saturatingProduct(pagesEach) == 0 ? nil : false
    }
  }

  private static func rounded(_ size: UInt64, to page: UInt64) -> UInt64 {
    size.saturatingSum(page - 1) / page * page
  }
}
