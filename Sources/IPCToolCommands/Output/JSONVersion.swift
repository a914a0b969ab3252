/// The version of the JSON documents: raised when a member is renamed or removed.
let jsonVersion = 1
