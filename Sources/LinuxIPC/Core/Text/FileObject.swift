/// An object that has the path by which its holders opened it, and may have lost it.
package protocol FileObject: IPCObject where Name == FileName {
  var name: FileName { get set }
  /// As /proc shows it; nil for what never had one.
  var text: FileText? { get }
  /// nil when that may not be looked at.
  var status: FileStatus? { get }
  /// What was found at the path; nil when it was not looked for.
  var found: AtPath? { get set }
}

extension Examining where Object: FileObject {
  /// What its path leads to, for one that is shown.
  package static func examine(
    _ object: Object, for details: Details, in context: Context, coverage: inout Coverage
  ) -> Object? {
    guard details.contains(.all) else { return object }
    var examined = object
    examined.found = object.text?.found(object.identity)
    return examined
  }
}

extension Discovering where Object: FileObject {
  /// File systems count inodes each for itself: a number that two of the files have is no name of either.
  package static func ordered(_ objects: [ObjectIdentity: Object]) -> [Object] {
    var files = objects.keys.sorted().compactMap { objects[$0] }
    for place in files.indices.dropFirst()
    where files[place - 1].identity.inode == files[place].identity.inode {
      for same in [place - 1, place] where !files[same].name.isPath {
        files[same].name = FileName(numbersOf: files[same].identity)
      }
    }
    return files
  }
}
