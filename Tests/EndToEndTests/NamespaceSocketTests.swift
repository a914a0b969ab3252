import Support
import Testing

/// Sockets of other network namespaces, and their paths.
struct NamespaceSocketTests {
  /// Whoever states a network means no socket of another.
  @Test func findsNoSocketOfAnotherNetwork() throws {
    try withScratchDirectory { directory in
      try withSandbox {
        let container = try Container()
        try withHeld("unix:\(directory)/own") { own in
          let inode = try json(try ipctool("show", own, "--json"), "d['objects'][0]['inode']")
          for address in ["\(own)@net=\(container.net)", "unix:\(inode)@net=\(container.net)"] {
            for verb in ["show", "why", "peek"] {
              let lines = try failure(66, Program.ipctool(verb, address))
              #expect(lines[0].hasPrefix("\(address): "))
            }
          }
        }
        try container.end()
      }
    }
  }

  /// The holder goes, and then its file, which is one of its own root directory.
  @Test(arguments: ["stream", "dgram"]) func removesTheFileInside(_ type: String) throws {
    try withSandbox {
      let container = try Container()
      let inside = ["-t", container.pid, "-n", "-m"]
      let made = try run(
        Program.system(
          "nsenter",
          arguments: inside + [
            Program.ipctool().path, "create", "unix:/run/app", "--type", type, "--ttl", "300",
          ])
      ).text.trimmed
      let address = "\(made)@net=\(container.net)"
      let file = "/proc/\(container.pid)/root/run/app"
      try run(Program.system("test", "-S", file))
      #expect(try ipctool("rm", "--dry-run", address).text == "would remove \(address)\n")
      try run(Program.system("test", "-S", file))
      #expect(try ipctool("rm", address).text == "removed \(address)\n")
      #expect(try Program.system("test", "-e", file).run().status == 1)
      try failure(66, Program.ipctool("rm", address))
      try container.end()
    }
  }

  /// Nor is it less gone where the network is our own, and the root directory alone is another; what has its path in
  /// ours stays.
  @Test(arguments: [false, true]) func removesTheFileOfAnotherRoot(_ isTakenHere: Bool) throws {
    try withSandbox {
      try run(Program.system("mount", "-t", "tmpfs", "none", "/mnt"))
      let inside = try shell(
        """
        exec unshare -m sh -euc '
          mount -t tmpfs none /mnt
          ipctool create unix:/mnt/s --ttl 60
          read -r line || true'
        """
      ).start()
      #expect(try inside.readLine() == "unix:/mnt/s")
      let file = "/proc/\(inside.pid)/root/mnt/s"
      try run(Program.system("test", "-S", file))
      if isTakenHere {
        try run(Program.python("import socket; socket.socket(socket.AF_UNIX).bind('/mnt/s')"))
      }
      #expect(try ipctool("rm", "unix:/mnt/s").text == "removed unix:/mnt/s\n")
      #expect(try Program.system("test", "-e", file).run().status == 1)
      #expect(try Program.system("test", "-S", "/mnt/s").run().status == (isTakenHere ? 0 : 1))
      _ = try inside.finish()
    }
  }

  /// A path means what it means to its holder: what it leads to from here is told where that is the socket.
  @Test func tellsNothingOfAPathFromHere() throws {
    try withScratchDirectory { directory in
      try withSandbox {
        let container = try Container(
          """
          one, other = (socket.socket(socket.AF_UNIX) for _ in range(2))
          one.bind(sys.argv[0]); other.bind("/run/ipctool-test")
          for s in (one, other): s.listen()
          """, "\(directory)/common")
        let told = "[d['objects'][0][m] for m in ('at_path', 'mode')]"
        func show(_ path: String) throws -> String {
          try json(try ipctool("show", "unix:\(path)@net=\(container.net)", "--json"), told)
        }
        #expect(try show("\(directory)/common") == "['itself', '0755']")
        #expect(try show("/run/ipctool-test") == "[None, None]")
        try container.end()
      }
    }
  }

  /// The waker is in a third network.
  @Test func namesTheNetworkOfAWaker() throws {
    try withScratchDirectory { directory in
      try withSandbox {
        let server = try Container(
          """
          listener = socket.socket(socket.AF_UNIX); listener.bind(sys.argv[0]); listener.listen()
          x, y = socket.socketpair()
          told = [os.fstat(x.fileno()).st_ino]
          def serve():
              client = listener.accept()
              x.recv(1)
          threading.Thread(target=serve, daemon=True).start()
          """, "\(directory)/server")
        let client = try Container(
          """
          s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[0])
          threading.Thread(target=lambda: s.recv(1), daemon=True).start()
          """, "\(directory)/server")
        let address = "unix:\(server.told[0])@net=\(server.net)"
        func waits(_ namespace: String) throws -> String {
          let output = try Program.ipctool(
            "why", client.pid, "--namespace", namespace, "--json"
          ).run()
          return try json(
            output.standardOutput,
            "' '.join(w['address'] for t in d['threads'] for w in t['waits'])")
        }
        // Until both wait.
        while try !waits("all").words.contains(address) {}
        #expect(try waits(client.pid).words.contains(address))
        try client.end()
        try server.end()
      }
    }
  }

  /// A socket of our network whose path is one of another mount namespace is what its address means, also where
  /// somebody of another network has bound the same path here.
  @Test(arguments: ["STREAM", "DGRAM"]) func meansByAPathWhatItLists(_ type: String) throws {
    try withScratchDirectory { directory in
      try withSandbox {
        let socket = "\(directory)/socket"
        let service = try Self.bind(socket, type, apart: "mount")
        let address = try #require(
          try ipctool("ls", "unix", "--no-header", "-o", "address", "--filter", "path=\(socket)")
            .lines.first)
        #expect(address == "unix:\(socket)")
        // Nothing is at that path here.
        try ipctool("send", address, "first")
        let rival = try Self.bind(socket, type, apart: "net")
        try ipctool("send", address, "second")
        #expect(try rival.finish().text == "")
        #expect(try service.finish().text.hasPrefix("first"))
      }
    }
  }

  /// A rival gets nothing also where nothing tells the way to the one that is meant.
  @Test func sendsNothingToARival() throws {
    try withScratchDirectory { directory in
      try withSandbox {
        let socket = "\(directory)/socket"
        let service = try Self.bind(socket, "DGRAM", apart: "mount")
        let rival = try Self.bind(socket, "DGRAM", apart: "net")
        try run(Program.system("chmod", "777", directory, socket))
        let lines = try failure(77, Program.ipctool("send", "unix:\(socket)", "secret").asNobody)
        #expect(lines[0].hasPrefix("unix:\(socket): another file is at its path here, and"))
        #expect(try rival.finish().text == "")
        #expect(try service.finish().text == "")
      }
    }
  }

  /// Two of one path, neither of which is at it here, are told apart by their inodes; so is one from another to which
  /// the path leads by a link.
  @Test func tellsApartWhatOnePathMeans() throws {
    try withScratchDirectory { directory in
      try withSandbox {
        let socket = "\(directory)/socket"
        let first = try Self.bind(socket, "DGRAM", apart: "mount")
        let inodes = {
          try ipctool("ls", "unix", "--no-header", "-o", "inode,path").lines
            .map(\.words).filter { $0.last == socket }.map { $0[0] }
        }
        let inode = try #require(try inodes().first)
        let other = try Self.bind("\(directory)/other", "DGRAM", apart: "ipc")
        try run(Program.system("ln", "-s", "other", socket))
        #expect(
          try failure(64, Program.ipctool("send", "unix:\(socket)", "x"))[0].contains(inode))
        try run(Program.system("rm", socket))
        let second = try Self.bind(socket, "DGRAM", apart: "mount")
        #expect(try Set(inodes()).count == 2)
        #expect(
          try failure(64, Program.ipctool("send", "unix:\(socket)", "x"))[0].contains(inode))
        try ipctool("send", "unix:\(inode)", "meant")
        #expect(try second.finish().text == "")
        #expect(try other.finish().text == "")
        #expect(try first.finish().text == "meant")
      }
    }
  }

  /// The file of a holder goes with it also where another has its path, and a file there has its number.
  @Test func removesTheFileOfOneOfTwo() throws {
    try withScratchDirectory { directory in
      try withSandbox {
        let socket = "\(directory)/socket"
        let script = """
          mount -t tmpfs tmpfs $1; ipctool create unix:$1/socket >/dev/null; echo; cat; ls $1
          """
        let holders = try (0..<2).map { _ in
          let script = shell(script, directory)
          let running = try Program(
            "/usr/bin/unshare", ["--mount", script.path] + script.arguments,
            environment: script.environment
          ).start()
          _ = try running.readLine()
          return running
        }
        let inodes = try ipctool("ls", "unix", "--no-header", "-o", "inode,path").lines
          .map(\.words).filter { $0.last == socket }.map { $0[0] }
        try #require(inodes.count == 2)
        for inode in inodes { try ipctool("rm", "unix:\(inode)") }
        for holder in holders { #expect(try holder.finish().text == "") }
      }
    }
  }

  /// Binds a socket, in a directory of its own or a network of its own, and gives what comes first.
  private static func bind(
    _ path: String, _ type: String, apart namespace: String
  ) throws -> RunningProgram {
    let script = """
      import os, select, subprocess, sys
      from socket import *
      path, kind, apart = sys.argv[1:]
      if apart == "mount":
        subprocess.run(["mount", "-t", "tmpfs", "tmpfs", os.path.dirname(path)], check=True)
      s = socket(AF_UNIX, globals()["SOCK_" + kind]); s.bind(path)
      if kind != "DGRAM": s.listen()
      print("ready", flush=True)
      sys.stdin.read()
      if select.select([s], [], [], 0)[0]:
        if kind != "DGRAM": s = s.accept()[0]
        sys.stdout.buffer.write(s.recv(1 << 10))
      """
    let running = try Program.system(
      "unshare", "--\(namespace)", "/usr/bin/python3", "-c", script, path, type, namespace
    ).start()
    try #require(try running.readLine() == "ready")
    return running
  }
}
