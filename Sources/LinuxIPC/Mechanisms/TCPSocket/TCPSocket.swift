/// TCP sockets, of IPv4 and IPv6: streams, also to other machines.
package enum TCPSocket: InternetSocketKind {
  package static let keyword = "tcp"
  package static let title = "TCP socket"
  package static let unit = DataUnit.stream
  package static let transport = InternetTransport.tcp

  package typealias Name = InternetName
  package typealias Object = InternetSocketObject<TCPSocket>
  package typealias Removable = RemovableSocket
}
