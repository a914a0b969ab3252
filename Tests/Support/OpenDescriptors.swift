internal import Glibc

/// The descriptors that this process has open, to find what leaks.
package enum OpenDescriptors {
  package static func count() -> Int {
    guard let directory = unsafe opendir("/proc/self/fd") else { return -1 }
    defer { unsafe _ = closedir(directory) }
    var count = 0
    while unsafe readdir(directory) != nil { count += 1 }
    return count
  }
}
