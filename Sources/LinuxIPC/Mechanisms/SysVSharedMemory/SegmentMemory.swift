/// What the `rss` of a segment means.
///
/// For huge pages the kernel counts each as many times over as it holds base pages (KERNEL-NOTES section 1.3: 2 MiB
/// are shown as 1 GiB), which no ordinary segment can reach: its resident pages never outgrow it.
struct SegmentMemory {
  let resident: UInt64
  let isHuge: Bool?

  init(resident: UInt64, size: UInt64, pageSize: UInt64) {
    let wholePages = size.saturatingSum(pageSize - 1) / pageSize * pageSize
    if resident > wholePages {
      isHuge = true
      self.resident = size
    } else {
      isHuge = resident > 0 ? false : nil
      self.resident = resident
    }
  }
}
