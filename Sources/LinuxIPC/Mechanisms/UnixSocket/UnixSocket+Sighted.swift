extension UnixSocket: Sighted {
  package static var family: String { SocketLinks.family }

  package static func sightings(in context: Context) -> Sightings { SocketLinks.sightings }
}
