import Support
import Testing

/// What containers have on /dev/shm that may be another's.
struct ForeignMountTests {
  /// Maps a file, so that it is shared memory.
  private func mapping(of path: String) throws -> RunningProgram {
    let program = try Program.python(
      """
      import mmap, sys
      with open(sys.argv[1], "w+b") as file:
          file.truncate(4096)
          memory = mmap.mmap(file.fileno(), 4096)
      print("mapped", flush=True)
      sys.stdin.read()
      """, path
    ).start()
    _ = try program.readLine()
    return program
  }

  private func addresses(_ kind: String) throws -> [String] {
    try run(
      Program.ipctool("ls", kind, "--namespace", "all", "-o", "address", "--no-header")
    ).lines.map { String($0.split(separator: " ")[0]) }
  }

  /// Whoever mounts a directory on his /dev/shm neither hides what is mapped of its file system, nor has ipctool read,
  /// write or remove what he may not.
  @Test(arguments: ["directory", "tmpfs"]) func leavesOthersDirectoriesAlone(_ kind: String) throws
  {
    try withScratchDirectory { directory in
      try withSandbox {
        if kind == "tmpfs" {
          try run(Program.system("mount", "-t", "tmpfs", "none", directory))
        }
        let path = "\(directory)/secret"
        let mapper = try mapping(of: path)
        #expect(try addresses("map").contains("map:\(path)"))
        let container = try Container(
          "mount(sys.argv[0], '/dev/shm')", directory, hasOwnMemory: false, isOfNobody: true)
        #expect(try addresses("map").contains("map:\(path)"))
        let held = try run(
          Program.ipctool("ps", "\(mapper.pid)", "--namespace", "all", "-o", "address"))
        #expect(held.text.contains("map:\(path)"))
        for namespace in ["all", container.pid] {
          let document = try ipctool("ls", "posix-shm", "--namespace", namespace, "--json")
          #expect(try json(document, "'\(container.mount)' in str(d['objects'])") == "False")
          #expect(try hides(document, "h['what'] == 'mount namespaces'"))
        }
        let address = "posix-shm:/secret@mnt=\(container.mount)"
        for arguments in [["peek", address], ["send", address, "x"], ["rm", address]] {
          let lines = try failure(69, Program.ipctool(arguments))
          #expect(lines[1] == "needs a memory file system of its own on /dev/shm")
        }
        let contents = try run(Program.system("cat", path))
        #expect(contents == [UInt8](repeating: 0, count: 4096))
        try container.end()
        _ = try mapper.finish()
      }
    }
  }

  /// Neither is a file system of a third party taken for a user's own, and his own is.
  @Test(arguments: ["", "uid=1234", nil]) func tellsWhoHasMountedIt(_ options: String?) throws {
    let isOwn = options == nil
    try withSandbox {
      let third = try Container(
        "mount('tmpfs', '/run', 'tmpfs', sys.argv[0]); open('/run/secret', 'w').write('secret')",
        options ?? "")
      // Into which a user of the third party comes: his mounts are a copy of those.
      let script = """
        if int(sys.argv[0]): mount("tmpfs", "/dev/shm", "tmpfs")
        else: mount("/run", "/dev/shm")
        open("/dev/shm/own", "w").close() if int(sys.argv[0]) else None
        """
      let user = try Container(
        script, isOwn ? "1" : "0", hasOwnMemory: false, isOfNobody: true, parent: third)
      let address = "posix-shm:/\(isOwn ? "own" : "secret")@mnt=\(user.mount)"
      if isOwn {
        #expect(try addresses("posix-shm").contains(address))
      } else {
        try failure(69, Program.ipctool("peek", address))
        #expect(try !addresses("posix-shm").contains(address))
      }
      try user.end()
      try third.end()
    }
  }

  /// Who manages containers may have their shared memory mounted outside of them as well.
  @Test func believesWhatIsMountedHereToo() throws {
    try withScratchDirectory { directory in
      try withSandbox {
        try run(Program.system("mount", "-t", "tmpfs", "none", directory))
        let container = try Container(
          "mount(sys.argv[0], '/dev/shm'); open('/dev/shm/seen', 'w').write('seen')", directory,
          hasOwnMemory: false)
        let address = "posix-shm:/seen@mnt=\(container.mount)"
        #expect(try addresses("posix-shm").contains(address))
        #expect(try ipctool("peek", address).text == "seen")
        try container.end()
      }
    }
  }

  /// As `docker run --ipc=host` has it.
  @Test func sharesItsOwnDirectoryWithContainers() throws {
    try withSandbox {
      let own = try create("posix-shm:/common")
      let container = try Container("mount('/dev/shm', '/dev/shm')", hasOwnMemory: false)
      #expect(try addresses("posix-shm").filter { $0.contains("/common") } == [own])
      let address = "\(own)@mnt=\(container.mount)"
      try ipctool("send", address, "both")
      #expect(try ipctool("peek", own, "--length", "4").text == "both")
      try ipctool("rm", address)
      try failure(66, Program.ipctool("peek", own))
      try container.end()
    }
  }

  /// One file may be mounted over another.
  @Test func doesNotTouchMountedFiles() throws {
    try withScratchDirectory { directory in
      try withSandbox {
        let path = "\(directory)/secret"
        let container = try Container(
          """
          open(sys.argv[0], "w").write("secret")
          open("/dev/shm/mounted", "w").close(); open("/dev/shm/own", "w").write("own")
          mount(sys.argv[0], "/dev/shm/mounted")
          """, path)
        let address = "posix-shm:/mounted@mnt=\(container.mount)"
        let document = try ipctool("ls", "posix-shm", "--namespace", container.pid, "--json")
        #expect(
          try json(document, "sorted((o['address'], o['state']) for o in d['objects'])")
            == "[('\(address)', 'foreign'), ('posix-shm:/own@mnt=\(container.mount)', None)]")
        for arguments in [["peek", address], ["send", address, "x"], ["rm", address]] {
          let lines = try failure(66, Program.ipctool(arguments))
          #expect(lines[0] == "\(address): a mount point, not shared memory")
        }
        #expect(try run(Program.system("cat", path)).text == "secret")
        try container.end()
      }
    }
  }

  /// What has lost its name is in no list of any namespace.
  @Test func showsMemoryWithoutANameInside() throws {
    try withSandbox {
      let container = try Container(
        """
        use_inodes(70)
        file = open("/dev/shm/gone", "w+b"); file.truncate(4096)
        memory = mmap.mmap(file.fileno(), 4096)
        os.unlink("/dev/shm/gone"); told = [os.fstat(file.fileno()).st_ino]
        file.close()
        """)
      let document = try ipctool("ls", "map", "--namespace", "all", "--json")
      let found = try json(
        document,
        "[sorted({h['pid'] for h in o['holders']}) for o in d['objects']"
          + " if o['address'] == 'map:\(container.told[0])']")
      #expect(found.contains("[\(container.pid)]"))
      try container.end()
    }
  }

  /// Several have memory with one inode, which nothing but the device tells apart.
  @Test func tellsHowToChooseAmongInodes() throws {
    try withSandbox {
      let script = """
        use_inodes(90)
        file = open("/dev/shm/same", "w+b"); file.truncate(4096)
        memory = mmap.mmap(file.fileno(), 4096)
        status = os.fstat(file.fileno())
        memory[:4] = sys.argv[0].encode()
        told = [status.st_ino, f"{os.major(status.st_dev)}:{os.minor(status.st_dev)}", sys.argv[0]]
        """
      let containers = [try Container(script, "this"), try Container(script, "that")]
      let inode = containers[0].told[0]
      try #require(containers[1].told[0] == inode)
      let lines = try failure(64, Program.ipctool("show", "map:\(inode)"))
      for container in containers {
        let address = "map:\(container.told[1]):\(inode)"
        #expect(lines[0].contains("\(address) (process \(container.pid))"))
        let holders = try json(
          try ipctool("show", address, "--json"),
          "sorted({h['pid'] for h in d['objects'][0]['holders']})")
        #expect(holders == "[\(container.pid)]")
        #expect(try ipctool("peek", address, "--length", "4").text == container.told[2])
      }
      for container in containers {
        let address = "posix-shm:/same@mnt=\(container.mount)"
        let holder = try json(
          try ipctool("show", address, "--json"), "d['objects'][0]['holders'][0]['pid']")
        #expect(holder == container.pid)
        try container.end()
      }
    }
  }

  /// A server that takes every request and answers none keeps whoever asks in a call that no signal ends (fuse(4)).
  @Test func leavesBehindWhatDoesNotAnswer() throws {
    try withSandbox {
      let script = """
        import struct
        fuse = os.open("/dev/fuse", os.O_RDWR)
        mount("silent", "/dev/shm", "fuse", f"fd={fuse},rootmode=40000,user_id=0,group_id=0")
        def serve():
            while True:
                size, call, unique = struct.unpack_from("IIQ", os.read(fuse, 1 << 17))
                if call != 26: continue
                answer = struct.pack("4I2H11I", 7, 31, 65536, 0, 16, 12, 65536, *[0] * 10)
                os.write(fuse, struct.pack("IiQ", 16 + len(answer), 0, unique) + answer)
        threading.Thread(target=serve, daemon=True).start()
        """
      let silent = [
        try Container(script, hasOwnMemory: false), try Container(script, hasOwnMemory: false),
      ]
      let other = try Container("open('/dev/shm/seen', 'w').close()")
      // It comes to an end, in which nothing of it is left but children.
      let document = try ipctool("ls", "posix-shm", "--namespace", "all", "--json")
      #expect(
        try hides(
          document,
          "h['what'] == 'mount namespaces' and h['needs'] == 'file systems inside that answer in time'"
            + " and h['count'] >= 2"))
      #expect(
        try json(document, "[o['address'] for o in d['objects'] if 'seen' in o['address']]")
          == "['posix-shm:/seen@mnt=\(other.mount)']")
      let lines = try failure(
        71, Program.ipctool("peek", "posix-shm:/seen@mnt=\(silent[0].mount)"))
      #expect(lines[1] == "needs file systems inside that answer in time")
      for container in silent + [other] { try container.end() }
    }
  }
}
