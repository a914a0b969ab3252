import ArgumentParser
import IPCToolCommands

/// What a shell loads to complete the command lines of ipctool: ArgumentParser's script, and what it
/// lacks.
struct CompletionScript {
  let path: String
  let text: String

  /// One for each shell.
  static func all() throws -> [CompletionScript] {
    [
      CompletionScript(path: "completions/ipctool.bash", text: try bash()),
      CompletionScript(path: "completions/_ipctool", text: try zsh()),
      CompletionScript(path: "completions/ipctool.fish", text: try fish()),
    ]
  }

  private static func bash() throws -> String {
    var script = IPCTool.completionScript(for: .bash)
    // It is sourced, never executed.
    try script.replaceOnce("#!/bin/bash\n\n", with: "")
    try script.replaceOnce("complete -o filenames -F _ipctool ipctool", with: wholeWords)
    return script + "\n"
  }

  private static func zsh() throws -> String {
    var script = IPCTool.completionScript(for: .zsh)
    // An error would be written into the line that is being typed.
    try script.replaceOnce(
      "\"${@}\" \"${command_line[@]}\")", with: "\"${@}\" \"${command_line[@]}\" 2>/dev/null)")
    return script + "\n"
  }

  private static func fish() throws -> String {
    var script = IPCTool.completionScript(for: .fish)
    try script.replaceOnce(
      "command $tokens[1] $argv $tokens", with: "command $tokens[1] $argv $tokens 2> /dev/null")
    // fish does not tell the cursor to a script that runs for `complete -C`, but the text before it.
    try script.replaceAll(
      "(__ipctool_tokens -tC)", with: "(string length -- \"$(commandline -ct)\")")
    return script + "\n"
  }

  /// bash breaks words at colons and equals signs (COMP_WORDBREAKS), of which the ones stand in every
  /// address and the others in --option=value; and it takes an error for part of the line.
  private static let wholeWords = #"""
    # Completes with words as ipctool gets them, up to the cursor.
    __ipctool_whole_words() {
        local rest="${COMP_LINE:0:${COMP_POINT}}" typed="${2}" word blanks
        local -a whole=()
        local -i index
        for ((index = 0; index <= COMP_CWORD; index++)); do
            word="${COMP_WORDS[index]}"
            blanks="${rest%%[![:blank:]]*}"
            rest="${rest#"${blanks}"}"
            # The cursor may stand within the last word.
            if ((index == COMP_CWORD)); then word="${rest}"; else rest="${rest#"${word}"}"; fi
            if [[ ${#whole[@]} -eq 0 || -n "${blanks}" ]]; then
                whole+=("${word}")
            else
                whole[${#whole[@]} - 1]+="${word}"
            fi
        done

        local current="${whole[${#whole[@]} - 1]}"
        current="${current#[\"\']}"
        typed="${typed#[\"\']}"
        # What readline keeps, as it stands before the word that it completes.
        local -r kept="${current%"${typed}"}"
        local option=''
        if [[ "${current}" = --*=* ]]; then
            option="${current%%=*}="
            current="${current#*=}"
            whole[${#whole[@]} - 1]="${option%=}"
            whole+=("${current}")
        else
            whole[${#whole[@]} - 1]="${current}"
        fi

        local -a COMP_WORDS=("${whole[@]}")
        local -i COMP_CWORD=$((${#whole[@]} - 1))
        local COMP_LINE="${whole[*]}"
        local -i COMP_POINT=${#COMP_LINE}
        _ipctool "${1}" "${current}" "${COMP_WORDS[COMP_CWORD - 1]}" 2>/dev/null
        for index in "${!COMPREPLY[@]}"; do
            word="${option}${COMPREPLY[index]}"
            COMPREPLY[index]="${word#"${kept}"}"
        done

        if [[ "${COMP_WORDS[COMP_CWORD - 1]}" = --file || "${current}" = /* ]]; then
            compopt -o filenames -o default 2>/dev/null
        elif [[ ${#COMPREPLY[@]} -eq 1 && "${COMPREPLY[0]}" = *[:/] ]]; then
            compopt -o nospace 2>/dev/null
        fi
    }

    complete -F __ipctool_whole_words ipctool
    """#
}

/// A script of ArgumentParser that is not as it is known here.
struct UnknownScript: Error, CustomStringConvertible {
  let missing: String

  var description: String { "ArgumentParser's script no longer has, or not once: \(missing)" }
}

extension String {
  /// Replaces the one place where `old` stands.
  fileprivate mutating func replaceOnce(
    _ old: String, with new: String
  ) throws(UnknownScript) {
    let parts = split(separator: old, omittingEmptySubsequences: false)
    guard parts.count == 2 else { throw UnknownScript(missing: old) }
    self = parts.joined(separator: new)
  }

  /// Replaces every place where `old` stands, of which there is one at least.
  fileprivate mutating func replaceAll(_ old: String, with new: String) throws(UnknownScript) {
    let parts = split(separator: old, omittingEmptySubsequences: false)
    guard parts.count > 1 else { throw UnknownScript(missing: old) }
    self = parts.joined(separator: new)
  }
}
