import Testing

@testable import Tabulate

/// What expressions say of a row.
struct FilterTests {
  static let held = [
    // Text and words, by bytes.
    "kind=msg", "kind==msg", "kind eq msg", "kind EQ msg", "kind!=shm", "kind ne shm", "KIND=msg",
    "name=/cache.1", "name='/cache.1'", #"name="/cache.1""#, #"name="/ca\che.1""#, "name>/cache",
    "name<=/cache.1", "name < /d", "empty=''", #"empty="""#, "not kind=Msg", "address=msg:7",
    "state=dest,locked", "state=dest", "state=locked", "not state!=dest", "state!=huge",
    "not state=dest,huge", "state~^locked$", "state~dest,", "kind=kind or kind=msg",
    // Hexadecimal words, by their number.
    "key=0x2a", "key=0X2A", "key=0x0000002a", "key!=0x2b", "key<0x30", "not key=42",
    // Patterns.
    "name~cache", "name~^/c", #"name~\.1$"#, "name=~c.che", "name!~^c", "name~'(x|ache)'",
    "name ~ 'a{1,2}c'", "state~dest", "not kind~MSG", "path~A", "path~^/", "empty~^$",
    // Numbers.
    "id=-7", "id<0", "id>=-7", "id!=7", "uid=4294967294", "uid=0xfffffffe", "messages=0",
    "messages<1K", "inode=18446744073709551615", "inode>15E", "creator=4147", "creator gt 4000",
    "full>90", "full<=95", "full ge 95",
    // Sizes.
    "bytes=1536", "bytes=1.5K", "bytes=1.5k", "bytes>1KiB", "bytes>1.5KB", "bytes<2K",
    "bytes=0x600", "bytes!=1K", "bytes lt 1M", "bytes le 1536B",
    // Modes.
    "mode=640", "mode=0640", "mode!=0600", "mode>600",
    // Times.
    "send_time=2026-11-23T01:02:03Z", "send_time=2026-11-23t01:02:03z",
    "send_time=2026-11-23T01:02:03.999Z", "send_time=2026-11-23T06:32:03+05:30",
    "send_time='2026-11-22 20:02:03-05:00'", "send-time<2026-11-23T01:02:04Z",
    "SENT>2026-11-23T01:02Z", "send_time=1h", "send_time=-1h", "send_time=60m", "send_time=60min",
    "send_time=3600s", "send_time>1d", "send_time>1w", "send_time<59m",
    // Flags.
    "locked=yes", "locked=1", "locked=TRUE", "locked!=no", "huge=no", "huge=false", "huge!=yes",
    "huge=0",
    // Lists: any, and for the negations none.
    "values=3", "values=0", "values>2", "values!=4", "not values!=3", "peers!=x", "not peers=x",
    "holders=12", "holders.pid=34", "holders>30", "holders!=56", "holders.command=nginx",
    "holders.command~^re", "holders.command!~^x", "HOLDERS.Command=redis", "holders.fd=3",
    "not holders.fd!=3", "owner=56", "owner.command=init",
    // A column alone.
    "kind", "messages", "locked", "not huge", "not empty", "values", "not peers", "holders",
    "holders.fd", "owner.pid", "not owner.fd", "!huge", "! huge",
    // What is absent satisfies no comparison.
    "not no_word", "not no_word=x", "not no_word!=x", "not no_word~x", "not no_word!~x",
    "not no_number<1", "not no_number!=1", "not no_time>1h", "not no_flag=no", "not no_flag",
    "not no_list=1", "not no_list!=1", "not no_list", "not owner.fd!=3",
    // Joined.
    "kind=shm and kind=shm or kind=msg", "kind=msg or kind=shm and kind=shm",
    "not (kind=shm or kind=sem)", "not kind=shm and kind=msg", "not not kind", "kind=msg&&id<0",
    "kind=shm||id<0", "(kind=shm||(id<0))", "!(kind=shm)&&!(huge)", " kind = msg ", "\tkind=msg\n",
    "KIND=msg AND NOT kind=shm", "kind and id and not no_word", "(kind)and(id)", "kind&&id",
    "not(huge)or huge",
  ]

  @Test(arguments: held)
  func holds(_ text: String) throws {
    #expect(try FilterRow.verdict(text) == true)
    #expect(try FilterRow.verdict("not (\(text))") == false)
  }

  /// What is certain although a cell has still to be read, and what is not.
  @Test(
    arguments: [
      ("bytes>1", nil), ("not bytes>1", nil), ("bytes", nil), ("kind=shm and bytes>1", false),
      ("bytes>1 and kind=shm", false), ("kind=msg and bytes>1", nil), ("kind=msg or bytes>1", true),
      ("bytes>1 or kind=msg", true), ("kind=shm or bytes>1", nil), ("holders=1 or bytes>1", nil),
      ("not (kind=shm and bytes>1)", true), ("not (kind=msg or bytes>1)", false),
      ("(bytes>1 or holders=1) and kind=shm", false), ("kind=msg", true), ("kind=shm", false),
    ] as [(String, Bool?)])
  func knowsWhatIsCertain(_ text: String, _ expected: Bool?) throws {
    #expect(try FilterRow.verdict(text, unknown: ["bytes", "holders"]) == expected)
  }

  @Test func namesItsColumnsOnce() throws {
    let filter = try FilterRow.filter(Array("id<0 or KIND=x and (id>5 or holders.fd=1)".utf8))
    #expect(filter.headings.map(\.name) == ["id", "kind", "holders"])
  }

  /// Dates and times without an offset are local ones.
  @Test func readsLocalTimes() async {
    await #expect(processExitsWith: .success) {
      setLocalTime("XYZ-5:30")
      for text in [
        "send_time='2026-11-23 06:32:03'", "send_time=2026-11-23T06:32:03",
        "send_time>'2026-11-23 06:32'", "send_time>2026-11-23", "send_time<2026-11-24",
        "send_time=2026-11-23T01:02:03Z",
      ] {
        let verdict = try FilterRow.verdict(text)
        #expect(verdict == true, "\(text)")
      }
    }
  }

  /// Against another reader of RFC 3339.
  @Test func readsTimesAsPythonDoes() throws {
    let texts = [
      "1970-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "2000-02-29T12:00:00+14:00",
      "9999-12-31T23:59:59-12:00", "2024-02-29T00:00:00.5-00:30", "1901-12-13T20:45:51Z",
    ]
    let script = """
      import datetime, math, sys
      for line in sys.stdin:
        print(math.floor(datetime.datetime.fromisoformat(line.strip()).timestamp()))
      """
    let witness = try Python.text(script, input: Array(texts.joined(separator: "\n").utf8))
    let read = texts.map { Timestamp.parse(Array($0.utf8), now: 0) }
    #expect(read.map { $0.map(String.init) } == witness.split(separator: "\n").map(String.init))
  }

  @Test(arguments: [
    "2026-13-01", "2026-00-01", "2026-02-29", "2026-04-31", "2026-01-00", "2026-1-1", "26-01-01",
    "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:61Z", "2026-01-01T00Z",
    "2026-01-01Z", "2026-01-01T00:00:00+24:00", "2026-01-01T00:00:00+0100", "2026-01-01T00:00:00.Z",
    "2026-01-01T00:00:00Zx", "2026-01-01 ", "T00:00:00Z", "1", "h", "-", "-h", "1y", "1hh", "1 h",
    "+1h", "1.5h", "99999999999999999999s", "9223372036854775807w", "", "now",
  ])
  func refusesTimes(_ text: String) {
    #expect(Timestamp.parse(Array(text.utf8), now: 0) == nil)
  }

  @Test(
    arguments: [
      ("1.5K", 1536), ("1.5", nil), ("0.5K", 512), (".5K", nil), ("1.K", nil), ("1.999K", 2046),
      ("1.0001K", nil), ("1.5E", 1_729_382_256_910_270_464),
      ("15.999E", 18_445_591_152_204_944_769),
      ("16.0E", nil), ("1.5KB", 1500), ("1.25MiB", 1_310_720), ("1.5b", nil), ("1.5.5K", nil),
    ] as [(String, UInt64?)])
  func readsFractions(_ text: String, _ expected: UInt64?) {
    #expect(SizeText.parse(Array(text.utf8), allowsFraction: true) == expected)
    #expect(SizeText.parse(Array(text.utf8)) == nil)
  }
}
