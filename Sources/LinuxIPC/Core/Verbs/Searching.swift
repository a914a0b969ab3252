/// Its objects are files that can be looked for in a directory, whether or not anybody holds them.
package protocol Searching: Discovering {
  /// The object that a file is; nil for a file that is none.
  ///
  /// - Parameter file: What lstat(2) says of it.
  static func object(at path: [UInt8], _ file: FileStatus) -> Object?

  /// The types of such files.
  static var fileType: FileStatus.FileType { get }
}
