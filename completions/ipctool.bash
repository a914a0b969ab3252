__ipctool_cursor_index_in_current_word() {
    local remaining="${COMP_LINE}"

    local word
    for word in "${COMP_WORDS[@]::COMP_CWORD}"; do
        remaining="${remaining##*([[:space:]])"${word}"*([[:space:]])}"
    done

    local -ir index="$((COMP_POINT - ${#COMP_LINE} + ${#remaining}))"
    if [[ "${index}" -le 0 ]]; then
        printf 0
    else
        printf %s "${index}"
    fi
}

# positional arguments:
#
# - 1: the current (sub)command's count of positional arguments
#
# required variables:
#
# - repeating_flags: the repeating flags that the current (sub)command can accept
# - non_repeating_flags: the non-repeating flags that the current (sub)command can accept
# - repeating_options: the repeating options that the current (sub)command can accept
# - non_repeating_options: the non-repeating options that the current (sub)command can accept
# - positional_number: value ignored
# - unparsed_words: unparsed words from the current command line
#
# modified variables:
#
# - non_repeating_flags: remove flags for this (sub)command that are already on the command line
# - non_repeating_options: remove options for this (sub)command that are already on the command line
# - positional_number: set to the current positional number
# - unparsed_words: remove all flags, options, and option values for this (sub)command
__ipctool_offer_flags_options() {
    local -ir positional_count="${1}"
    positional_number=0

    local was_flag_option_terminator_seen=false
    local is_parsing_option_value=false

    local -ar unparsed_word_indices=("${!unparsed_words[@]}")
    local -i word_index
    for word_index in "${unparsed_word_indices[@]}"; do
        if "${is_parsing_option_value}"; then
            # This word is an option value:
            # Reset marker for next word iff not currently the last word
            [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]] && is_parsing_option_value=false
            unset "unparsed_words[${word_index}]"
            # Do not process this word as a flag or an option
            continue
        fi

        local word="${unparsed_words["${word_index}"]}"
        if ! "${was_flag_option_terminator_seen}"; then
            case "${word}" in
            --)
                unset "unparsed_words[${word_index}]"
                # by itself -- is a flag/option terminator, but if it is the last word, it is the start of a completion
                if [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]]; then
                    was_flag_option_terminator_seen=true
                fi
                continue
                ;;
            -*)
                # ${word} is a flag or an option
                # If ${word} is an option, mark that the next word to be parsed is an option value
                local option
                for option in "${repeating_options[@]}" "${non_repeating_options[@]}"; do
                    [[ "${word}" = "${option}" ]] && is_parsing_option_value=true && break
                done

                # Remove ${word} from ${non_repeating_flags} or ${non_repeating_options} so it isn't offered again
                local not_found=true
                local -i index
                for index in "${!non_repeating_flags[@]}"; do
                    if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                        unset "non_repeating_flags[${index}]"
                        non_repeating_flags=("${non_repeating_flags[@]}")
                        not_found=false
                        break
                    fi
                done
                if "${not_found}"; then
                    for index in "${!non_repeating_flags[@]}"; do
                        if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                            unset "non_repeating_flags[${index}]"
                            non_repeating_flags=("${non_repeating_flags[@]}")
                            break
                        fi
                    done
                fi
                unset "unparsed_words[${word_index}]"
                continue
                ;;
            esac
        fi

        # ${word} is neither a flag, nor an option, nor an option value
        if [[ "${positional_number}" -lt "${positional_count}" || "${positional_count}" -lt 0 ]]; then
            # ${word} is a positional
            ((positional_number++))
            unset "unparsed_words[${word_index}]"
        else
            if [[ -z "${word}" ]]; then
                # Could be completing a flag, option, or subcommand
                positional_number=-1
            else
                # ${word} is a subcommand or invalid, so stop processing this (sub)command
                positional_number=-2
            fi
            break
        fi
    done

    unparsed_words=("${unparsed_words[@]}")

    if\
        ! "${was_flag_option_terminator_seen}"\
        && ! "${is_parsing_option_value}"\
        && [[ ("${cur}" = -* && "${positional_number}" -ge 0) || "${positional_number}" -eq -1 ]]
    then
        COMPREPLY+=($(compgen -W "${repeating_flags[*]} ${non_repeating_flags[*]} ${repeating_options[*]} ${non_repeating_options[*]}" -- "${cur}"))
    fi
}

__ipctool_add_completions() {
    local completion
    while IFS='' read -r completion; do
        COMPREPLY+=("${completion}")
    done < <(IFS=$'\n' compgen "${@}" -- "${cur}")
}

__ipctool_custom_complete() {
    if [[ -n "${cur}" || -z ${COMP_WORDS[${COMP_CWORD}]} || "${COMP_LINE:${COMP_POINT}:1}" != ' ' ]]; then
        local -ar words=("${COMP_WORDS[@]}")
    else
        local -ar words=("${COMP_WORDS[@]::${COMP_CWORD}}" '' "${COMP_WORDS[@]:${COMP_CWORD}}")
    fi

    "${COMP_WORDS[0]}" "${@}" "${words[@]}"
}

_ipctool() {
    local state
    state="$(shopt -p;shopt -po)"
    trap "${state//$'\n'/;}" RETURN
    shopt -s extglob
    set +o history +o posix

    local -xr SAP_SHELL=bash
    local -x SAP_SHELL_VERSION
    SAP_SHELL_VERSION="$(IFS='.';printf %s "${BASH_VERSINFO[*]}")"
    local -r SAP_SHELL_VERSION

    local -r cur="${2}"
    local -r prev="${3}"

    local -i positional_number
    local -a unparsed_words=("${COMP_WORDS[@]:1:${COMP_CWORD}}")

    local -a repeating_flags=()
    local -a non_repeating_flags=(--version -h --help)
    local -a repeating_options=()
    local -a non_repeating_options=()
    __ipctool_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    summary|ls|show|ps|graph|peek|create|send|recv|rm|why|doctor|limits|exercise|mechanisms|caps|help)
        # Offer subcommand argument completions
        "_ipctool_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'summary ls show ps graph peek create send recv rm why doctor limits exercise mechanisms caps help' -- "${cur}"))
        ;;
    esac
}

_ipctool_summary() {
    repeating_flags=()
    non_repeating_flags=(--json --jsonl --no-header --bytes --version -h --help)
    repeating_options=()
    non_repeating_options=(--color)
    __ipctool_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--color')
        __ipctool_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac
}

_ipctool_ls() {
    repeating_flags=()
    non_repeating_flags=(--columns --json --jsonl --no-header --bytes --version -h --help)
    repeating_options=(--filter)
    non_repeating_options=(--under --namespace --user --pid -o --output --sort --color)
    __ipctool_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--under')
        __ipctool_add_completions -d
        return
        ;;
    '--namespace')
        __ipctool_add_completions -W "$(__ipctool_custom_complete ---completion ls -- --namespace "${COMP_CWORD}" "$(__ipctool_cursor_index_in_current_word)")"
        return
        ;;
    '--filter')
        return
        ;;
    '--user')
        __ipctool_add_completions -W "$(__ipctool_custom_complete ---completion ls -- --user "${COMP_CWORD}" "$(__ipctool_cursor_index_in_current_word)")"
        return
        ;;
    '--pid')
        __ipctool_add_completions -W "$(__ipctool_custom_complete ---completion ls -- --pid "${COMP_CWORD}" "$(__ipctool_cursor_index_in_current_word)")"
        return
        ;;
    '-o'|'--output')
        __ipctool_add_completions -W "$(__ipctool_custom_complete ---completion ls -- --output "${COMP_CWORD}" "$(__ipctool_cursor_index_in_current_word)")"
        return
        ;;
    '--sort')
        __ipctool_add_completions -W "$(__ipctool_custom_complete ---completion ls -- --sort "${COMP_CWORD}" "$(__ipctool_cursor_index_in_current_word)")"
        return
        ;;
    '--color')
        __ipctool_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __ipctool_add_completions -W 'pipe'$'\n''fifo'$'\n''msg'$'\n''mqueue'$'\n''shm'$'\n''posix-shm'$'\n''map'$'\n''memfd'$'\n''sem'$'\n''posix-sem'$'\n''eventfd'$'\n''unix'$'\n''tcp'$'\n''udp'
        return
        ;;
    esac
}

_ipctool_show() {
    repeating_flags=()
    non_repeating_flags=(--json --jsonl --no-header --bytes --version -h --help)
    repeating_options=()
    non_repeating_options=(--color)
    __ipctool_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--color')
        __ipctool_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __ipctool_add_completions -W "$(__ipctool_custom_complete ---completion show -- positional@0 "${COMP_CWORD}" "$(__ipctool_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_ipctool_ps() {
    repeating_flags=()
    non_repeating_flags=(--columns --json --jsonl --no-header --bytes --version -h --help)
    repeating_options=()
    non_repeating_options=(--namespace -o --output --sort --color)
    __ipctool_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--namespace')
        __ipctool_add_completions -W "$(__ipctool_custom_complete ---completion ps -- --namespace "${COMP_CWORD}" "$(__ipctool_cursor_index_in_current_word)")"
        return
        ;;
    '-o'|'--output')
        __ipctool_add_completions -W "$(__ipctool_custom_complete ---completion ps -- --output "${COMP_CWORD}" "$(__ipctool_cursor_index_in_current_word)")"
        return
        ;;
    '--sort')
        __ipctool_add_completions -W "$(__ipctool_custom_complete ---completion ps -- --sort "${COMP_CWORD}" "$(__ipctool_cursor_index_in_current_word)")"
        return
        ;;
    '--color')
        __ipctool_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __ipctool_add_completions -W "$(__ipctool_custom_complete ---completion ps -- positional@0 "${COMP_CWORD}" "$(__ipctool_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_ipctool_graph() {
    repeating_flags=()
    non_repeating_flags=(--expand --json --jsonl --no-header --bytes --version -h --help)
    repeating_options=(--pid --kind)
    non_repeating_options=(--depth --format --namespace --color)
    __ipctool_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--pid')
        __ipctool_add_completions -W "$(__ipctool_custom_complete ---completion graph -- --pid "${COMP_CWORD}" "$(__ipctool_cursor_index_in_current_word)")"
        return
        ;;
    '--depth')
        return
        ;;
    '--kind')
        __ipctool_add_completions -W 'pipe'$'\n''fifo'$'\n''msg'$'\n''mqueue'$'\n''shm'$'\n''posix-shm'$'\n''map'$'\n''memfd'$'\n''sem'$'\n''posix-sem'$'\n''eventfd'$'\n''unix'$'\n''tcp'$'\n''udp'
        return
        ;;
    '--format')
        __ipctool_add_completions -W 'text'$'\n''dot'$'\n''mermaid'$'\n''json'
        return
        ;;
    '--namespace')
        __ipctool_add_completions -W "$(__ipctool_custom_complete ---completion graph -- --namespace "${COMP_CWORD}" "$(__ipctool_cursor_index_in_current_word)")"
        return
        ;;
    '--color')
        __ipctool_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __ipctool_add_completions -W "$(__ipctool_custom_complete ---completion graph -- positional@0 "${COMP_CWORD}" "$(__ipctool_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_ipctool_peek() {
    repeating_flags=()
    non_repeating_flags=(--all --lines --null --raw --hex --json --jsonl --version -h --help)
    repeating_options=()
    non_repeating_options=(--type --except --count --index --offset --length)
    __ipctool_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--type')
        return
        ;;
    '--except')
        return
        ;;
    '--count')
        return
        ;;
    '--index')
        return
        ;;
    '--offset')
        return
        ;;
    '--length')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __ipctool_add_completions -W "$(__ipctool_custom_complete ---completion peek -- positional@0 "${COMP_CWORD}" "$(__ipctool_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_ipctool_create() {
    repeating_flags=()
    non_repeating_flags=(--exist-ok --version -h --help)
    repeating_options=()
    non_repeating_options=(--mode --size --count --value --max-messages --message-size --type --ttl)
    __ipctool_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--mode')
        return
        ;;
    '--size')
        return
        ;;
    '--count')
        return
        ;;
    '--value')
        return
        ;;
    '--max-messages')
        return
        ;;
    '--message-size')
        return
        ;;
    '--type')
        __ipctool_add_completions -W 'stream'$'\n''dgram'$'\n''seqpacket'
        return
        ;;
    '--ttl')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __ipctool_add_completions -W "$(__ipctool_custom_complete ---completion create -- positional@0 "${COMP_CWORD}" "$(__ipctool_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_ipctool_send() {
    repeating_flags=()
    non_repeating_flags=(--force --lines --null --version -h --help)
    repeating_options=()
    non_repeating_options=(--file --type --priority --value --index --offset --count --timeout)
    __ipctool_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '--file')
        __ipctool_add_completions -f
        return
        ;;
    '--type')
        return
        ;;
    '--priority')
        return
        ;;
    '--value')
        return
        ;;
    '--index')
        return
        ;;
    '--offset')
        return
        ;;
    '--count')
        return
        ;;
    '--timeout')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __ipctool_add_completions -W "$(__ipctool_custom_complete ---completion send -- positional@0 "${COMP_CWORD}" "$(__ipctool_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_ipctool_recv() {
    repeating_flags=()
    non_repeating_flags=(--all --listen --force --lines --null --raw --hex --json --jsonl --version -h --help)
    repeating_options=()
    non_repeating_options=(--type --except --count --index --offset --length --value --timeout)
    __ipctool_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--type')
        return
        ;;
    '--except')
        return
        ;;
    '--count')
        return
        ;;
    '--index')
        return
        ;;
    '--offset')
        return
        ;;
    '--length')
        return
        ;;
    '--value')
        return
        ;;
    '--timeout')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __ipctool_add_completions -W "$(__ipctool_custom_complete ---completion recv -- positional@0 "${COMP_CWORD}" "$(__ipctool_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_ipctool_rm() {
    repeating_flags=()
    non_repeating_flags=(--orphaned --yes --dry-run --json --jsonl --no-header --bytes --version -h --help)
    repeating_options=(--kind)
    non_repeating_options=(--user --older-than --color)
    __ipctool_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--kind')
        __ipctool_add_completions -W 'msg'$'\n''mqueue'$'\n''shm'$'\n''posix-shm'$'\n''sem'$'\n''posix-sem'
        return
        ;;
    '--user')
        __ipctool_add_completions -W "$(__ipctool_custom_complete ---completion rm -- --user "${COMP_CWORD}" "$(__ipctool_cursor_index_in_current_word)")"
        return
        ;;
    '--older-than')
        return
        ;;
    '--color')
        __ipctool_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __ipctool_add_completions -W "$(__ipctool_custom_complete ---completion rm -- positional@0 "${COMP_CWORD}" "$(__ipctool_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_ipctool_why() {
    repeating_flags=()
    non_repeating_flags=(--all --json --jsonl --no-header --bytes --version -h --help)
    repeating_options=()
    non_repeating_options=(--interval --namespace --color)
    __ipctool_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--interval')
        return
        ;;
    '--namespace')
        __ipctool_add_completions -W "$(__ipctool_custom_complete ---completion why -- --namespace "${COMP_CWORD}" "$(__ipctool_cursor_index_in_current_word)")"
        return
        ;;
    '--color')
        __ipctool_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __ipctool_add_completions -W "$(__ipctool_custom_complete ---completion why -- positional@0 "${COMP_CWORD}" "$(__ipctool_cursor_index_in_current_word)")"
        return
        ;;
    esac
}

_ipctool_doctor() {
    repeating_flags=()
    non_repeating_flags=(--list --json --jsonl --no-header --bytes --version -h --help)
    repeating_options=(--rule --ignore --search)
    non_repeating_options=(--warning --critical --max-objects --min-bytes --format --namespace --color)
    __ipctool_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--rule')
        __ipctool_add_completions -W 'deadlock'$'\n''dead-owner'$'\n''dead-operator'$'\n''limit'$'\n''queue-full'$'\n''backlog-full'$'\n''stuck-reader'$'\n''no-other-end'$'\n''orphaned-segment'$'\n''destroyed-segment'$'\n''pinned-segment'$'\n''large-segment'$'\n''unheld'$'\n''stale-socket'$'\n''shadowed-socket'$'\n''deleted-memory'$'\n''many-objects'$'\n''world-writable'$'\n''queues-unmounted'
        return
        ;;
    '--ignore')
        __ipctool_add_completions -W 'deadlock'$'\n''dead-owner'$'\n''dead-operator'$'\n''limit'$'\n''queue-full'$'\n''backlog-full'$'\n''stuck-reader'$'\n''no-other-end'$'\n''orphaned-segment'$'\n''destroyed-segment'$'\n''pinned-segment'$'\n''large-segment'$'\n''unheld'$'\n''stale-socket'$'\n''shadowed-socket'$'\n''deleted-memory'$'\n''many-objects'$'\n''world-writable'$'\n''queues-unmounted'
        return
        ;;
    '--search')
        __ipctool_add_completions -d
        return
        ;;
    '--warning')
        return
        ;;
    '--critical')
        return
        ;;
    '--max-objects')
        return
        ;;
    '--min-bytes')
        return
        ;;
    '--format')
        __ipctool_add_completions -W 'text'$'\n''nagios'
        return
        ;;
    '--namespace')
        __ipctool_add_completions -W "$(__ipctool_custom_complete ---completion doctor -- --namespace "${COMP_CWORD}" "$(__ipctool_cursor_index_in_current_word)")"
        return
        ;;
    '--color')
        __ipctool_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac
}

_ipctool_limits() {
    repeating_flags=()
    non_repeating_flags=(--columns --json --jsonl --no-header --bytes --version -h --help)
    repeating_options=(--filter)
    non_repeating_options=(--namespace -o --output --sort --color)
    __ipctool_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--filter')
        return
        ;;
    '--namespace')
        __ipctool_add_completions -W "$(__ipctool_custom_complete ---completion limits -- --namespace "${COMP_CWORD}" "$(__ipctool_cursor_index_in_current_word)")"
        return
        ;;
    '-o'|'--output')
        __ipctool_add_completions -W "$(__ipctool_custom_complete ---completion limits -- --output "${COMP_CWORD}" "$(__ipctool_cursor_index_in_current_word)")"
        return
        ;;
    '--sort')
        __ipctool_add_completions -W "$(__ipctool_custom_complete ---completion limits -- --sort "${COMP_CWORD}" "$(__ipctool_cursor_index_in_current_word)")"
        return
        ;;
    '--color')
        __ipctool_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __ipctool_add_completions -W 'pipe'$'\n''fifo'$'\n''msg'$'\n''mqueue'$'\n''shm'$'\n''posix-shm'$'\n''memfd'$'\n''sem'$'\n''posix-sem'$'\n''unix'$'\n''tcp'$'\n''udp'
        return
        ;;
    esac
}

_ipctool_exercise() {
    repeating_flags=()
    non_repeating_flags=(--json --jsonl --no-header --bytes --version -h --help)
    repeating_options=()
    non_repeating_options=(--timeout --color)
    __ipctool_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--timeout')
        return
        ;;
    '--color')
        __ipctool_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __ipctool_add_completions -W 'pipe'$'\n''fifo'$'\n''msg'$'\n''mqueue'$'\n''shm'$'\n''posix-shm'$'\n''map'$'\n''memfd'$'\n''sem'$'\n''posix-sem'$'\n''eventfd'$'\n''unix'$'\n''tcp'$'\n''udp'
        return
        ;;
    esac
}

_ipctool_mechanisms() {
    repeating_flags=()
    non_repeating_flags=(--json --jsonl --no-header --bytes --version -h --help)
    repeating_options=()
    non_repeating_options=(--color)
    __ipctool_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--color')
        __ipctool_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    *)
        __ipctool_add_completions -W 'pipe'$'\n''fifo'$'\n''msg'$'\n''mqueue'$'\n''shm'$'\n''posix-shm'$'\n''map'$'\n''memfd'$'\n''sem'$'\n''posix-sem'$'\n''eventfd'$'\n''unix'$'\n''tcp'$'\n''udp'
        return
        ;;
    esac
}

_ipctool_caps() {
    repeating_flags=()
    non_repeating_flags=(--columns --json --jsonl --no-header --bytes --version -h --help)
    repeating_options=()
    non_repeating_options=(-o --output --sort --color)
    __ipctool_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '-o'|'--output')
        __ipctool_add_completions -W "$(__ipctool_custom_complete ---completion caps -- --output "${COMP_CWORD}" "$(__ipctool_cursor_index_in_current_word)")"
        return
        ;;
    '--sort')
        __ipctool_add_completions -W "$(__ipctool_custom_complete ---completion caps -- --sort "${COMP_CWORD}" "$(__ipctool_cursor_index_in_current_word)")"
        return
        ;;
    '--color')
        __ipctool_add_completions -W 'auto'$'\n''always'$'\n''never'
        return
        ;;
    esac
}

_ipctool_help() {
    repeating_flags=()
    non_repeating_flags=(--version)
    repeating_options=()
    non_repeating_options=()
    __ipctool_offer_flags_options -1
}

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
