@testable import IPCSnapshot
@testable import LinuxIPC

extension FuzzTarget {
  /// Files of /proc/PID.
  static let processes = [
    FuzzTarget("proc-stat") { input in
      guard let status = ProcessDirectory.parse(stat: input) else { return }
      require(input.contains(status.state), "a state that nobody wrote")
      require(status.command.count < input.count, "a command that is longer than its line")
      // A command may hold anything, and changes nothing else.
      let text =
        Array("1 (".utf8) + status.command + Array(") ".utf8) + [status.state]
        + Array(
          " \(status.parent) \(status.group) \(status.session) 0 0 0 0 0 0 0 0 0 0 0 0 0 \(status.threads) 0 \(status.startTime)"
            .utf8)
      let again = ProcessDirectory.parse(stat: text)
      let isWhole = status.parent >= 0 && status.group >= 0 && status.session >= 0
      require(!isWhole || again?.command == status.command, "another command")
      require(!isWhole || again?.startTime == status.startTime, "another start")
    },
    FuzzTarget("proc-syscall") { input in
      let place = ThreadSample.parse(syscall: input.span)
      if case .call(let frame) = place {
        require(frame.arguments.count == 6, "a call has six arguments")
        require(frame.number >= 0, "a number below 0 is no call")
      }
      guard let call = OpenCall(input), case .call = place else { return }
      _ = call.directory
    },
    FuzzTarget("proc-status") { input in
      let text = input.span
      _ = ThreadSample.switches(in: text)
      for label in ["Tgid:", "TracerPid:", "VmLck:", "Uid:"] as [StaticString] {
        _ = ByteScanner.number(behind: label, in: text)
      }
      _ = ByteScanner.number(behind: "SigCgt:\t", in: text, radix: 16)
      let groups: [Int32] = ByteScanner.numbers(behind: "NSpgid:", in: text)
      let users = ByteScanner.numbers(behind: "Uid:", in: text, as: UInt32.self)
      require(groups.count + users.count <= input.count, "more numbers than bytes")
    },
    FuzzTarget("proc-limits") { input in
      for resource in Resource.allCases {
        _ = ByteScanner.number(behind: resource.label, in: input.span)
      }
    },
    FuzzTarget("proc-maps") { input in
      let shm = MappingPattern(
        prefix: "/", devices: [0], accepts: { DevShmUse(ofPath: $0) == .memory }
      ) {
        mapping, _ in ObjectIdentity(.file, device: mapping.device, inode: mapping.inode)
      }
      let patterns = MappingPatterns([(shm, 0)])
      guard let own = try? ProcessDirectory.own() else { return }
      var namespaces: [Namespace.Kind: UInt64] = [:]
      var lines = 0
      MappingReader.parse(input.span, from: 0) { mapping, text in
        lines += 1
        require(mapping.name.upperBound <= text.count, "a name beyond the end")
        require(!text.extracting(mapping.name).contains(0x0A), "a name of two lines")
        _ = patterns.identify(mapping, in: text, of: own, namespaces: &namespaces)
        _ = mapping.place(of: mapping.start)
        let name = FileText(text.bytes(mapping.name))
        require(name.path.count <= mapping.name.count, "a path that is longer than its text")
      }
      require(lines <= input.count { $0 == 0x0A } + 1, "more mappings than lines")
    },
    FuzzTarget("proc-mountinfo") { input in
      for type in ["nsfs", "tmpfs", "mqueue"] {
        for mount in Mount.parse(input.span, type: type) {
          require(!mount.root.isEmpty && !mount.point.isEmpty, "a mount of nothing")
          _ = Namespace(text: mount.root)
          let mounts = SlowMounts([mount])
          require(mounts.include(mount.point.span), "a mount that does not include itself")
          _ = mounts.include(input.span)
        }
      }
      for id in [1, 25] as [UInt64] { _ = Mount.type(of: id, in: input.span) }
    },
    FuzzTarget("proc-links") { input in
      let text = input.span
      if let inode = SocketLinks.inode(in: text) {
        require(Array("socket:[\(inode)]".utf8).count <= input.count, "a number of no digits")
      }
      let pattern = DescriptorPattern(bracketed: "pipe:[", device: 1)
      if text.hasPrefix(pattern.prefix),
        let object = pattern.identify(DescriptorSighting(pid: 1, fd: 0), text)
      {
        require(object.device == 1, "another device")
      }
      if let namespace = Namespace(text: input) {
        let again = Namespace(text: Array("\(namespace.kind.rawValue):[\(namespace.inode)]".utf8))
        require(again == namespace, "another namespace")
      }
      let file = FileText(input)
      let whole = file.isDeleted ? Array(file.path) + Array(" (deleted)".utf8) : Array(file.path)
      require(whole == input, "a path that is not in the text")
      _ = DevShmUse(ofPath: text)
      for spot in BlindSpot.all { _ = text.hasPrefix(spot.prefix) }
    },
    FuzzTarget("proc-fdinfo") { input in
      let lines = input.count { $0 == 0x0A } + 1
      require(EpollWatch.all(in: input).count <= lines, "more watches than lines")
      require(FileLocks.Line.all(inInfo: input).count <= lines, "more locks than lines")
      var sighting = DescriptorSighting(pid: 1, fd: 0)
      sighting.fdinfo = input
      for label in ["Pid:", "scm_fds:", "ino:", "eventfd-id:"] as [StaticString] {
        _ = sighting.info(label)
      }
      for spot in BlindSpot.all { _ = sighting.info(spot.label) }
      _ = sighting.info("eventfd-count:", radix: 16)
    },
    FuzzTarget("proc-sched") { input in
      if let start = SleepTime.start(in: input) {
        require(start > 0, "a start before the machine's")
      }
    },
  ]
}
