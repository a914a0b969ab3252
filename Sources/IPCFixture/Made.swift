/// What a recipe made.
struct Made {
  let address: String
  let remove: () -> Void
}
