/// UDP sockets, of IPv4 and IPv6: datagrams, also to other machines.
package enum UDPSocket: InternetSocketKind {
  package static let keyword = "udp"
  package static let title = "UDP socket"
  package static let unit = DataUnit.message
  package static let transport = InternetTransport.udp

  package typealias Name = InternetName
  package typealias Object = InternetSocketObject<UDPSocket>
  package typealias Removable = RemovableSocket
}
