import Testing

@testable import LinuxIPC

struct DescriptorReferenceTests {
  @Test(arguments: ["/proc/1/fd/0", "/proc/2147483647/fd/1048576", "/proc/self/fd/3"])
  func isRecognised(path: String) {
    #expect(DescriptorReference(path: path.bytes) != nil)
  }

  @Test(arguments: [
    "", "/", "/proc", "/proc/", "/proc/1", "/proc/1/fd", "/proc/1/fd/", "/proc/1/fd/x",
    "/proc/1/fd/3/",
    "/proc/x/fd/3", "/proc//fd/3", "/proc/self/3", "proc/1/fd/3", "/proc/1/fdinfo/3",
    "/proc/2147483648/fd/3", "/proc/1/fd/2147483648", "/proc/1/task/1/fd/3", "/proc/selfish/fd/3",
    "/dev/shm/x",
  ])
  func otherPathsAreNone(path: String) {
    #expect(DescriptorReference(path: path.bytes) == nil)
  }

  @Test(arguments: ["/proc/ 1/fd/3", "/proc/1/fd/ 3", "/proc/1/fd/-3", "/proc/-1/fd/3"])
  func blanksAndSignsAreRefused(path: String) {
    #expect(DescriptorReference(path: Array(path.utf8)) == nil)
  }
}
