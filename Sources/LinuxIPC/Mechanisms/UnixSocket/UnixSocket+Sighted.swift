extension UnixSocket: Sighted {
  package static func sightings(in context: Context) -> Sightings {
    Sightings(descriptors: [SocketLinks.pattern])
  }
}
