import Support

/// Runs `round` again and again, and throws when descriptors become more by it.
///
/// The runtime may open or close a few of its own meanwhile, so that one leak a round has to add up
/// to be told from them; the counter proves first that it sees as many as that.
func checkLeaks(_ round: () throws -> Void) throws {
  let (rounds, noise) = (40, 10)
  try round()
  let before = OpenDescriptors.count()
  var leaks: [Pipe] = []
  for _ in 0..<rounds / 2 { leaks.append(try Pipe()) }
  guard OpenDescriptors.count() >= before + rounds - noise else { throw SupportError("blind") }
  leaks.removeAll()
  for _ in 0..<rounds { try round() }
  let after = OpenDescriptors.count()
  guard after < before + rounds - noise else {
    throw SupportError("\(after - before) more descriptors after \(rounds) rounds")
  }
}
