internal import IPCToolCommands

@main
enum IPCToolMain {
  static func main() {
    Tool.run()
  }
}
