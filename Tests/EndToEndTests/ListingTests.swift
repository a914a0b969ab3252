import Support
import Testing

/// What `ls` says, beside what the kernel and util-linux say.
struct ListingTests {
  private func table(_ arguments: String...) throws -> [[String]] {
    try run(Program.ipctool(["ls", "--no-header", "--bytes"] + arguments)).lines.map(\.words)
  }

  /// A row, its octal number without the zeros in front that each program writes in its own way.
  private func plain(_ row: [String], _ octal: Int) -> [String] {
    var row = row
    row[octal] = String(row[octal].drop { $0 == "0" })
    return row
  }

  @Test func agreesWithIpcs() throws {
    try withSandbox {
      let population = try Population(churns: false)
      let queues = try table("msg", "-o", "key,id,user,mode,bytes,messages")
      let queueRows = try run(Program.system("ipcs", "-q")).lines.dropFirst(2).map(\.words)
      #expect(queues.count == 151)
      #expect(
        queues.map { plain($0, 3) }
          == queueRows.map { plain($0, 3) })
      let segments = try table("shm", "-o", "key,id,user,mode,capacity_bytes,attached")
      let segmentRows = try run(Program.system("ipcs", "-m")).lines.dropFirst(2).map(\.words)
      #expect(segments.count == 150)
      #expect(
        segments.map { plain($0, 3) }
          == segmentRows.map { plain(Array($0.prefix(6)), 3) }
      )
      try population.end()
    }
  }

  @Test func agreesWithLsipc() throws {
    try withSandbox {
      let population = try Population(churns: false)
      let common = ["--noheadings", "--raw", "--bytes", "--numeric-perms"]
      let queues = try table(
        "msg", "-o", "key,id,uid,gid,creator_uid,creator_gid,bytes,messages")
      var lsipc = Program.system("lsipc")
      lsipc.arguments += common + ["-q", "-o", "KEY,ID,UID,GID,CUID,CGID,USEDBYTES,MSGS"]
      #expect(try run(lsipc).lines.map(\.words) == queues)
      let segments = try table(
        "shm", "-o",
        "key,id,mode,uid,gid,creator_uid,creator_gid,capacity_bytes,attached,creator_pid")
      lsipc = Program.system("lsipc")
      lsipc.arguments +=
        common + ["-m", "-o", "KEY,ID,PERMS,UID,GID,CUID,CGID,SIZE,NATTCH,CPID"]
      #expect(try run(lsipc).lines.map { plain($0.words, 2) } == segments.map { plain($0, 2) })
      try population.end()
    }
  }

  /// Of 150 objects that stay none is missed, none doubled and none wrong while others come and go.
  @Test(arguments: ["msg", "shm"])
  func agreesWithTheKernelWhileOthersComeAndGo(_ kind: String) throws {
    try withSandbox {
      let population = try Population(churns: true)
      let compare = """
        import json, subprocess, sys
        kind, tool = sys.argv[1:]
        names = {"msg": ["cbytes", "qnum", "lspid", "lrpid"], "shm": ["size", "nattch", "cpid", "lpid", "rss", "swap"]}
        members = {"cbytes": "bytes", "qnum": "messages", "lspid": "last_send_pid", "lrpid": "last_receive_pid",
          "size": "capacity_bytes", "nattch": "attached", "cpid": "creator_pid", "lpid": "last_operation_pid",
          "rss": "bytes", "swap": "swapped_bytes", "uid": "uid", "gid": "gid", "cuid": "creator_uid", "cgid": "creator_gid"}
        lines = open("/proc/sysvipc/" + kind).read().splitlines()
        head = lines[0].split()
        rows = [dict(zip(head, line.split())) for line in lines[1:]]
        keys = {(number + 1) * 14316557 - 2**30 for number in range(150)}
        staying = [row for row in rows if int(row["key"]) in keys]
        for look in range(20):
          objects = json.loads(subprocess.run([tool, "ls", kind, "--json", "-o", "all"], stdout=subprocess.PIPE).stdout)["objects"]
          ids = [object["id"] for object in objects]
          assert len(ids) == len(set(ids)), "doubled"
          found = {object["id"]: object for object in objects}
          for row in staying:
            object = found[int(row["msqid" if kind == "msg" else "shmid"])]
            assert object["address"] == f"{kind}:{object['id']}"
            assert int(object["key"], 16) == int(row["key"]) % 2**32, (object, row)
            assert int(object["mode"], 8) == int(row["perms"], 8), (object, row)
            for name in names[kind] + ["uid", "gid", "cuid", "cgid"]:
              assert (object[members[name]] or 0) == int(row[name]), (name, object, row)
        print(len(staying))
        """
      let output = try run(Program.python(compare, kind, Program.ipctool().path))
      #expect(output.text == "150\n")
      try population.end()
    }
  }

  /// Another program's new object is there, and its own key leads to it.
  @Test func listsWhatIpcmkMade() throws {
    try withSandbox {
      try run(Program.system("ipcmk", "-Q", "-p", "0642"))
      try run(Program.system("ipcmk", "-M", "12345", "-p", "0604"))
      let queue = try table("msg", "-o", "mode,messages,address,key")
      #expect(queue.map { Array($0.dropLast()) } == [["0642", "0", "msg:0"]])
      #expect(
        try table("shm", "-o", "mode,capacity_bytes,address").map { $0 }
          == [["0604", "12345", "shm:0"]])
      try ipctool("send", "msg:\(queue[0][3])", "by key")
      #expect(try ipctool("recv", "msg:0").text == "by key")
    }
  }

  @Test func listsNothing() throws {
    try withSandbox { () throws in
      #expect(try json(try ipctool("ls", "msg", "--json"), "d['objects']") == "[]")
      #expect(try ipctool("ls", "msg", "--jsonl") == [])
      #expect(try run(Program.ipctool(["ls", "--no-header"] + sandboxKinds)) == [])
      #expect(try run(Program.ipctool(["ls"] + sandboxKinds)).lines.count == 1)
    }
  }

  @Test func choosesColumns() throws {
    try withSandbox {
      for _ in 0..<3 { _ = try create("msg") }
      #expect(
        try ipctool("ls", "msg", "-o", "id,address").lines == [
          "ID  ADDRESS", " 0  msg:0", " 1  msg:1", " 2  msg:2",
        ])
      let usual = try #require(try ipctool("ls", "msg").lines.first).words
      let more = try #require(try ipctool("ls", "msg", "-o", "+uid,gid").lines.first).words
      #expect(more == usual + ["UID", "GID"])
      let columns = try ipctool("ls", "msg", "--columns").lines.dropFirst().map(\.words)
      let all = try ipctool("ls", "msg", "-o", "all").lines
      #expect(try #require(all.first).words == columns.map { $0[1] })
      let names = try json(
        try ipctool("ls", "msg", "--json", "-o", "all"), "' '.join(d['objects'][0])")
      #expect(names.words == columns.map { $0[0] })
      // Nothing is listed where only columns are asked for.
      #expect(!columns.contains { $0[0].hasPrefix("msg:") })
    }
  }

  @Test func sorts() throws {
    try withSandbox {
      for size in [300, 5, 1000] { _ = try create("msg", "--size", String(size)) }
      let up = try table("msg", "-o", "capacity_bytes", "--sort", "capacity_bytes")
      #expect(up == [["5"], ["300"], ["1000"]])
      for option in ["--sort=-capacity_bytes", "--sort"] {
        let words = option == "--sort" ? [option, "-capacity_bytes"] : [option]
        let output = try run(Program.ipctool(["ls", "msg", "--jsonl", "-o", "id"] + words))
        #expect(output.lines == [#"{"id":2}"#, #"{"id":0}"#, #"{"id":1}"#])
      }
    }
  }

  /// What a table shows of holders is an abridgement: the order is that of JSON, by pid and descriptor.
  @Test func sortsByTheWholeValue() throws {
    try withSandbox {
      let holder = try Program.python(
        """
        import os, sys
        for name in "ab": open("/dev/shm/" + name, "w").close()
        os.dup2(os.open("/dev/shm/a", os.O_RDWR), 21)
        os.dup2(os.open("/dev/shm/b", os.O_RDONLY), 20)
        os.closerange(3, 20)
        print("held", flush=True)
        sys.stdin.read()
        """
      ).start()
      _ = try holder.readLine()
      for (key, expected) in [
        ("holders", ["posix-shm:/b", "posix-shm:/a"]),
        ("-holders", ["posix-shm:/a", "posix-shm:/b"]),
      ] {
        let rows = try ipctool("ls", "posix-shm", "-o", "address", "--sort", key, "--no-header")
        #expect(rows.lines == expected)
        let document = try ipctool("ls", "posix-shm", "--sort", key, "--json")
        #expect(
          try json(document, "' '.join(o['address'] for o in d['objects'])").words == expected)
      }
      _ = try holder.finish()
    }
  }

  /// Which columns may be chosen depends on the kinds alone, not on the form of the output.
  @Test func hasOneListOfColumns() throws {
    let table = try ipctool("ls", "msg", "--columns", "--no-header").lines.map { $0.words[0] }
    let document = try ipctool("ls", "msg", "--columns", "--json")
    #expect(try json(document, "' '.join(c['column'] for c in d['columns'])").words == table)
    #expect(!table.contains("drops") && table.contains("messages"))
    for form in ["--json", "--jsonl", "--no-header"] {
      for option in ["-o", "--sort"] {
        let lines = try failure(64, .ipctool("ls", "msg", option, "drops", form))
        #expect(
          lines == [
            "\(option): msg has no drops", "'ipctool ls msg --columns' lists what there is",
          ])
        #expect(
          try failure(64, .ipctool("ls", "tcp", option, "limits", form))[0]
            == "\(option): limits is not read for a listing ('ipctool show' tells it)")
        #expect(
          try failure(64, .ipctool("ls", "msg", option, "drips", form))
            == ["\(option): no such column: drips", "'ipctool ls --columns' lists them"])
      }
    }
  }

  @Test func writesSizesForPeopleOrExactly() throws {
    try withSandbox {
      _ = try create("shm", "--size", "10000")
      #expect(try ipctool("ls", "shm", "-o", "capacity_bytes", "--no-header").text == "9.8K\n")
      #expect(
        try ipctool("ls", "shm", "-o", "capacity_bytes", "--no-header", "--bytes").text
          == "10000\n")
    }
  }
}
