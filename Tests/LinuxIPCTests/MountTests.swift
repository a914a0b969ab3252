import CLinuxIPC
import Testing

@testable import LinuxIPC

struct MountTests {
  /// As Linux 6.18 gives it.
  static let recorded = #"""
    25 30 0:23 / /sys rw,nosuid,nodev,noexec,relatime shared:7 - sysfs sysfs rw
    31 24 0:26 / /dev/mqueue rw,nosuid,nodev,noexec,relatime shared:14 - mqueue mqueue rw
    64 43 0:39 / /tmp/a\040b\134\011c rw,relatime - mqueue m rw
    65 43 0:39 /one /tmp/file rw,relatime master:3 propagate_from:2 - mqueue m rw
    66 43 0:40 / /mqueue rw,relatime - tmpfs mqueue rw

    """#

  @Test func findsAType() {
    let mounts = Mount.parse(Self.recorded.bytes.span, type: "mqueue")
    #expect(
      mounts == [
        Mount(root: "/".bytes, point: "/dev/mqueue".bytes),
        Mount(root: "/".bytes, point: "/tmp/a b\\\tc".bytes),
        Mount(root: "/one".bytes, point: "/tmp/file".bytes),
      ])
    #expect(Mount.parse(Self.recorded.bytes.span, type: "mqueu").isEmpty)
  }

  /// Cut off anywhere, the whole lines before are found and no others.
  @Test func survivesBeingCut() {
    let bytes = Self.recorded.bytes
    let whole = Mount.parse(bytes.span, type: "mqueue")
    for length in bytes.indices {
      let mounts = Mount.parse(Array(bytes[..<length]).span, type: "mqueue")
      #expect(mounts.elementsEqual(whole.prefix(mounts.count)), "\(length)")
    }
  }

  @Test(arguments: [#"/a\"#, #"/a\04"#, #"/a\9zz"#, #"/a\777"#])
  func leavesWhatIsNoEscape(point: String) {
    let line = "1 2 0:3 / \(point) rw - mqueue m rw\n"
    #expect(Mount.parse(line.bytes.span, type: "mqueue").map(\.point) == [point.bytes])
  }

  @Test func tellsTheTypeOfADevice() {
    func type(_ minor: UInt32) -> [UInt8]? {
      Mount.type(ofDevice: cipc_makedev(0, minor), in: Self.recorded.bytes.span)
    }
    #expect([23, 26, 40, 41].map(type) == ["sysfs".bytes, "mqueue".bytes, "tmpfs".bytes, nil])
  }

  /// Cut off anywhere, a type is found whole or not at all.
  @Test func tellsTheTypeOfAMount() {
    let bytes = Self.recorded.bytes
    func types(_ text: [UInt8]) -> [[UInt8]?] {
      [25, 31, 65, 66, 2, 0].map { Mount.type(of: $0, in: text.span) }
    }
    let whole = types(bytes)
    #expect(whole == ["sysfs".bytes, "mqueue".bytes, "mqueue".bytes, "tmpfs".bytes, nil, nil])
    for length in bytes.indices {
      for (found, whole) in zip(types(Array(bytes[..<length])), whole) {
        #expect(found == nil || found == whole, "\(length)")
      }
    }
  }

  /// Of major 0 the minor number is all (makedev(3)).
  @Test func findsTheDevices() {
    #expect(Mount.devices(in: Self.recorded.bytes.span) == [23, 26, 39, 40])
  }

  @Test func findsTheOptionsOfAFileSystem() {
    let text =
      "7 1 0:40 / /dev/shm rw,nosuid master:3 - tmpfs none rw,size=64k,uid=1000\n".bytes
    #expect(Mount.options(ofDevice: 40, in: text.span) == "rw,size=64k,uid=1000".bytes)
    #expect(Mount.options(ofDevice: 4, in: text.span) == nil)
    #expect(Mount.options(ofDevice: 26, in: Self.recorded.bytes.span) == "rw".bytes)
  }

  @Test func readsOurOwn() throws {
    #expect(try !Mount.all(of: "proc").isEmpty)
  }
}
