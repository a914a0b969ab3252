/// A mechanism whose objects are also named by what their links in /proc/PID/fd say, in a form that several
/// kinds share: `socket:[4711]`.
package protocol LinkNamed: Mechanism {
  /// The name that an object of this kind has when its links say `text`; nil for text of another form.
  static func name(ofLink text: [UInt8]) -> Name?

  /// Whether it is an object of this kind.
  static func exists(_ name: Name, in context: Context) throws(IPCError) -> Bool
}
