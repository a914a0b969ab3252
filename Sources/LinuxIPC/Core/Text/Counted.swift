/// Numbers of things in sentences.
package enum Counted {
  /// `1 message`, `2 messages`.
  package static func words(_ count: some BinaryInteger, _ noun: String) -> String {
    "\(count) \(plural(noun, count))"
  }

  /// `1 message waits`, `2 messages wait`.
  ///
  /// - Parameter verb: In the plural.
  package static func words(
    _ count: some BinaryInteger, _ noun: String, _ verb: String
  ) -> String {
    "\(words(count, noun)) \(Self.verb(verb, count))"
  }

  /// `1 byte was`, `2 bytes were`.
  package static func were(_ count: some BinaryInteger, _ noun: String) -> String {
    "\(words(count, noun)) \(count == 1 ? "was" : "were")"
  }

  /// `this object`, `these 2 objects`.
  package static func these(_ count: some BinaryInteger, _ noun: String) -> String {
    count == 1 ? "this \(noun)" : "these \(words(count, noun))"
  }

  /// A noun as it stands behind a number.
  package static func plural(_ noun: String, _ count: some BinaryInteger) -> String {
    count == 1 ? noun : noun + (noun.hasSuffix("s") ? "es" : "s")
  }

  /// A verb of which so many are the subject.
  package static func verb(_ plural: String, _ count: some BinaryInteger) -> String {
    count == 1 ? plural + "s" : plural
  }
}
