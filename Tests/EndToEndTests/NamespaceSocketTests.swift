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
}
