function __ipctool_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __ipctool_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __ipctool_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __ipctool_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __ipctool_parse_tokens -S
    set -l unparsed_tokens (__ipctool_tokens -pc)
    switch $unparsed_tokens[1]
    case 'ipctool'
        __ipctool_parse_subcommand 0 'version' 'h/help'
        switch $unparsed_tokens[1]
        case 'summary'
            __ipctool_parse_subcommand 0 'json' 'jsonl' 'no-header' 'bytes' 'color=' 'version' 'h/help'
        case 'ls'
            __ipctool_parse_subcommand -r 1 'under=' 'namespace=' 'filter=+' 'user=' 'pid=' 'o/output=' 'columns' 'sort=' 'json' 'jsonl' 'no-header' 'bytes' 'color=' 'version' 'h/help'
        case 'show'
            __ipctool_parse_subcommand -r 1 'json' 'jsonl' 'no-header' 'bytes' 'color=' 'version' 'h/help'
        case 'ps'
            __ipctool_parse_subcommand -r 1 'namespace=' 'o/output=' 'columns' 'sort=' 'json' 'jsonl' 'no-header' 'bytes' 'color=' 'version' 'h/help'
        case 'graph'
            __ipctool_parse_subcommand -r 1 'pid=+' 'depth=' 'kind=+' 'format=' 'expand' 'namespace=' 'json' 'jsonl' 'no-header' 'bytes' 'color=' 'version' 'h/help'
        case 'peek'
            __ipctool_parse_subcommand 1 'type=' 'except=' 'count=' 'all' 'index=' 'offset=' 'length=' 'lines' 'null' 'raw' 'hex' 'json' 'jsonl' 'version' 'h/help'
        case 'create'
            __ipctool_parse_subcommand -r 2 'mode=' 'size=' 'count=' 'value=' 'max-messages=' 'message-size=' 'type=' 'exist-ok' 'ttl=' 'version' 'h/help'
        case 'send'
            __ipctool_parse_subcommand 2 'file=' 'type=' 'priority=' 'value=' 'index=' 'offset=' 'count=' 'force' 'lines' 'null' 'timeout=' 'version' 'h/help'
        case 'recv'
            __ipctool_parse_subcommand 1 'type=' 'except=' 'count=' 'all' 'index=' 'offset=' 'length=' 'value=' 'listen' 'force' 'lines' 'null' 'timeout=' 'raw' 'hex' 'json' 'jsonl' 'version' 'h/help'
        case 'rm'
            __ipctool_parse_subcommand -r 1 'orphaned' 'kind=+' 'user=' 'older-than=' 'yes' 'dry-run' 'json' 'jsonl' 'no-header' 'bytes' 'color=' 'version' 'h/help'
        case 'why'
            __ipctool_parse_subcommand -r 1 'all' 'interval=' 'namespace=' 'json' 'jsonl' 'no-header' 'bytes' 'color=' 'version' 'h/help'
        case 'doctor'
            __ipctool_parse_subcommand 0 'list' 'rule=+' 'ignore=+' 'search=+' 'warning=' 'critical=' 'max-objects=' 'min-bytes=' 'format=' 'namespace=' 'json' 'jsonl' 'no-header' 'bytes' 'color=' 'version' 'h/help'
        case 'limits'
            __ipctool_parse_subcommand -r 1 'filter=+' 'namespace=' 'o/output=' 'columns' 'sort=' 'json' 'jsonl' 'no-header' 'bytes' 'color=' 'version' 'h/help'
        case 'exercise'
            __ipctool_parse_subcommand -r 1 'timeout=' 'json' 'jsonl' 'no-header' 'bytes' 'color=' 'version' 'h/help'
        case 'mechanisms'
            __ipctool_parse_subcommand -r 1 'json' 'jsonl' 'no-header' 'bytes' 'color=' 'version' 'h/help'
        case 'caps'
            __ipctool_parse_subcommand 0 'o/output=' 'columns' 'sort=' 'json' 'jsonl' 'no-header' 'bytes' 'color=' 'version' 'h/help'
        case 'help'
            __ipctool_parse_subcommand -r 1 'version'
        end
    end
end

function __ipctool_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __ipctool_parse_subcommand -S -a positional_count
    argparse -s r -- $argv
    set -l option_specs $argv[2..]
    set -l is_repeating_positional $_flag_r
    set -el _flag_r
    set -a commands $unparsed_tokens[1]
    set positional_index 0
    while true
        set -e unparsed_tokens[1]
        argparse -sn "$commands" $option_specs -- $unparsed_tokens 2> /dev/null
        set unparsed_tokens $argv
        set positional_index (math $positional_index + 1)
        for non_repeating_flag_or_option in $non_repeating_flags_or_options
            if set -ql "_flag_$(string replace -a - _ -- $non_repeating_flag_or_option)"
                set non_repeating_flags_or_options_absent 1
                break
            end
        end
        test (count $unparsed_tokens) -eq 0 -o \( -z "$is_repeating_positional" -a "$positional_index" -gt "$positional_count" \) && break
    end
end

function __ipctool_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __ipctool_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__ipctool_tokens -p)
    if test -z "$(__ipctool_tokens -t)"
        set -l index (count (__ipctool_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens 2> /dev/null
end

complete -c 'ipctool' -f
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool" version' -l 'version' -d 'Show the version.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_positional "ipctool" -eq 1' -fa 'summary' -d 'What exists on this machine, a line per mechanism.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_positional "ipctool" -eq 1' -fa 'ls' -d 'List objects, a row each.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_positional "ipctool" -eq 1' -fa 'show' -d 'Show everything about an object.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_positional "ipctool" -eq 1' -fa 'ps' -d 'List what processes hold, and who is at the other end.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_positional "ipctool" -eq 1' -fa 'graph' -d 'Draw who talks to whom, over what, and in which direction.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_positional "ipctool" -eq 1' -fa 'peek' -d 'Show what the next recv would return, and leave it as it was.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_positional "ipctool" -eq 1' -fa 'create' -d 'Create an object and print its address.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_positional "ipctool" -eq 1' -fa 'send' -d 'Send a message or bytes, write memory, or add to a counter.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_positional "ipctool" -eq 1' -fa 'recv' -d 'Take a message or bytes, read memory, or take from a counter.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_positional "ipctool" -eq 1' -fa 'rm' -d 'Remove objects.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_positional "ipctool" -eq 1' -fa 'why' -d 'Explain why a process hangs.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_positional "ipctool" -eq 1' -fa 'doctor' -d 'Find what is wrong, and say what mends it.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_positional "ipctool" -eq 1' -fa 'limits' -d 'List the kernel\'s limits of IPC, what is used, and what raises them.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_positional "ipctool" -eq 1' -fa 'exercise' -d 'Try out which kinds work here, and tell what forbids the others.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_positional "ipctool" -eq 1' -fa 'mechanisms' -d 'Tell which kind to use when, and what each does.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_positional "ipctool" -eq 1' -fa 'caps' -d 'Tell which privileges ipctool has, and what each lets it see or do.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_positional "ipctool" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool summary" json' -l 'json' -d 'Write one JSON document.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool summary" jsonl' -l 'jsonl' -d 'Write JSON Lines: one object a line.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool summary" no-header' -l 'no-header' -d 'Write no heading line.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool summary" bytes' -l 'bytes' -d 'Write sizes as plain numbers of bytes.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool summary" color' -l 'color' -d 'Colour: auto, always or never.' -rfka 'auto always never'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool summary" version' -l 'version' -d 'Show the version.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool summary" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_positional "ipctool ls" -ge 1' -fka 'pipe fifo msg mqueue shm posix-shm map memfd sem posix-sem eventfd unix tcp udp'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool ls" under' -l 'under' -d 'Of kinds that are files with a path (fifo): also those below a directory that nobody holds.' -rfa '(__ipctool_complete_directories)'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool ls" namespace' -l 'namespace' -d 'Look from inside the IPC, mount and network namespaces of a process; \'all\': of every one.' -rfka '(__ipctool_custom_completion ---completion ls -- --namespace (count (__ipctool_tokens -pc)) (string length -- "$(commandline -ct)"))'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool ls"' -l 'filter' -d 'Those for which this holds: COL=VALUE, !=, <, <=, >, >=, ~ and !~ (a regular expression), COL alone (there is something), joined by and, or, not and parentheses. \'user=root and bytes>1M\'; \'change_time<2h or holders.command~^nginx\' (2h is the moment 2 hours ago).' -rfka ''
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool ls" user' -l 'user' -d 'Those that this user owns, by name or number.' -rfka '(__ipctool_custom_completion ---completion ls -- --user (count (__ipctool_tokens -pc)) (string length -- "$(commandline -ct)"))'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool ls" pid' -l 'pid' -d 'Those that this process holds.' -rfka '(__ipctool_custom_completion ---completion ls -- --pid (count (__ipctool_tokens -pc)) (string length -- "$(commandline -ct)"))'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool ls" o output' -s 'o' -l 'output' -d 'What to show: COL,COL these columns; +COL the usual ones and these; all.' -rfka '(__ipctool_custom_completion ---completion ls -- --output (count (__ipctool_tokens -pc)) (string length -- "$(commandline -ct)"))'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool ls" columns' -l 'columns' -d 'List the columns and end.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool ls" sort' -l 'sort' -d 'Sort by a column; -COL for the reverse.' -rfka '(__ipctool_custom_completion ---completion ls -- --sort (count (__ipctool_tokens -pc)) (string length -- "$(commandline -ct)"))'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool ls" json' -l 'json' -d 'Write one JSON document.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool ls" jsonl' -l 'jsonl' -d 'Write JSON Lines: one object a line.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool ls" no-header' -l 'no-header' -d 'Write no heading line.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool ls" bytes' -l 'bytes' -d 'Write sizes as plain numbers of bytes.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool ls" color' -l 'color' -d 'Colour: auto, always or never.' -rfka 'auto always never'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool ls" version' -l 'version' -d 'Show the version.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool ls" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_positional "ipctool show" -ge 1' -fka '(__ipctool_custom_completion ---completion show -- positional@0 (count (__ipctool_tokens -pc)) (string length -- "$(commandline -ct)"))'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool show" json' -l 'json' -d 'Write one JSON document.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool show" jsonl' -l 'jsonl' -d 'Write JSON Lines: one object a line.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool show" no-header' -l 'no-header' -d 'Write no heading line.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool show" bytes' -l 'bytes' -d 'Write sizes as plain numbers of bytes.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool show" color' -l 'color' -d 'Colour: auto, always or never.' -rfka 'auto always never'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool show" version' -l 'version' -d 'Show the version.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool show" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_positional "ipctool ps" -ge 1' -fka '(__ipctool_custom_completion ---completion ps -- positional@0 (count (__ipctool_tokens -pc)) (string length -- "$(commandline -ct)"))'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool ps" namespace' -l 'namespace' -d 'Look from inside the IPC, mount and network namespaces of a process; \'all\': of every one.' -rfka '(__ipctool_custom_completion ---completion ps -- --namespace (count (__ipctool_tokens -pc)) (string length -- "$(commandline -ct)"))'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool ps" o output' -s 'o' -l 'output' -d 'What to show: COL,COL these columns; +COL the usual ones and these; all.' -rfka '(__ipctool_custom_completion ---completion ps -- --output (count (__ipctool_tokens -pc)) (string length -- "$(commandline -ct)"))'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool ps" columns' -l 'columns' -d 'List the columns and end.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool ps" sort' -l 'sort' -d 'Sort by a column; -COL for the reverse.' -rfka '(__ipctool_custom_completion ---completion ps -- --sort (count (__ipctool_tokens -pc)) (string length -- "$(commandline -ct)"))'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool ps" json' -l 'json' -d 'Write one JSON document.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool ps" jsonl' -l 'jsonl' -d 'Write JSON Lines: one object a line.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool ps" no-header' -l 'no-header' -d 'Write no heading line.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool ps" bytes' -l 'bytes' -d 'Write sizes as plain numbers of bytes.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool ps" color' -l 'color' -d 'Colour: auto, always or never.' -rfka 'auto always never'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool ps" version' -l 'version' -d 'Show the version.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool ps" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_positional "ipctool graph" -ge 1' -fka '(__ipctool_custom_completion ---completion graph -- positional@0 (count (__ipctool_tokens -pc)) (string length -- "$(commandline -ct)"))'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool graph"' -l 'pid' -d 'The same as an operand; may be repeated.' -rfka '(__ipctool_custom_completion ---completion graph -- --pid (count (__ipctool_tokens -pc)) (string length -- "$(commandline -ct)"))'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool graph" depth' -l 'depth' -d 'How many steps to go from those processes; 0 is among them alone. Default: 1.' -rfka ''
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool graph"' -l 'kind' -d 'Objects of this kind alone; may be repeated.' -rfka 'pipe fifo msg mqueue shm posix-shm map memfd sem posix-sem eventfd unix tcp udp'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool graph" format' -l 'format' -d 'text; dot, for Graphviz; mermaid; json, the same as --json.' -rfka 'text dot mermaid json'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool graph" expand' -l 'expand' -d 'Draw every process and object by itself, however alike they are.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool graph" namespace' -l 'namespace' -d 'Look from inside the IPC, mount and network namespaces of a process; \'all\': of every one.' -rfka '(__ipctool_custom_completion ---completion graph -- --namespace (count (__ipctool_tokens -pc)) (string length -- "$(commandline -ct)"))'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool graph" json' -l 'json' -d 'Write one JSON document.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool graph" jsonl' -l 'jsonl' -d 'Write JSON Lines: one object a line.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool graph" no-header' -l 'no-header' -d 'Write no heading line.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool graph" bytes' -l 'bytes' -d 'Write sizes as plain numbers of bytes.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool graph" color' -l 'color' -d 'Colour: auto, always or never.' -rfka 'auto always never'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool graph" version' -l 'version' -d 'Show the version.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool graph" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_positional "ipctool peek" -eq 1' -fka '(__ipctool_custom_completion ---completion peek -- positional@0 (count (__ipctool_tokens -pc)) (string length -- "$(commandline -ct)"))'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool peek" type' -l 'type' -d 'System V: the first message of this type; 0 any; -N the lowest type up to N.' -rfka ''
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool peek" except' -l 'except' -d 'System V: the first message of any other type.' -rfka ''
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool peek" count' -l 'count' -d 'This many messages; of a socket that listens, connections.' -rfka ''
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool peek" all' -l 'all' -d 'All messages that are queued.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool peek" index' -l 'index' -d 'Of peek: begin at this position of the queue, from 0. Sets: which member.' -rfka ''
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool peek" offset' -l 'offset' -d 'Memory: where to begin. Default: 0.' -rfka ''
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool peek" length' -l 'length' -d 'Memory: how much, by default to the end. Streams: exactly so much, which is waited for.' -rfka ''
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool peek" lines' -l 'lines' -d 'One message per line.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool peek" null' -l 'null' -d 'One message up to each NUL byte.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool peek" raw' -l 'raw' -d 'Write the bytes as they are, also to a terminal.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool peek" hex' -l 'hex' -d 'Write a hexadecimal dump.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool peek" json' -l 'json' -d 'Write one JSON document.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool peek" jsonl' -l 'jsonl' -d 'Write JSON Lines: one message a line.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool peek" version' -l 'version' -d 'Show the version.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool peek" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_positional "ipctool create" -eq 1' -fka '(__ipctool_custom_completion ---completion create -- positional@0 (count (__ipctool_tokens -pc)) (string length -- "$(commandline -ct)"))'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool create" mode' -l 'mode' -d 'The permission bits, octal. Default: 0600.' -rfka ''
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool create" size' -l 'size' -d 'Memory: its size, by default one page. Queues and pipes: their capacity, by default the kernel\'s. K, M, G are powers of 1024, KB, MB, GB of 1000.' -rfka ''
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool create" count' -l 'count' -d 'Sets: how many members.' -rfka ''
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool create" value' -l 'value' -d 'Counters: the first value.' -rfka ''
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool create" max-messages' -l 'max-messages' -d 'POSIX queues: how many messages fit.' -rfka ''
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool create" message-size' -l 'message-size' -d 'POSIX queues: the longest message.' -rfka ''
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool create" type' -l 'type' -d 'Unix sockets: stream, dgram or seqpacket. Default: stream.' -rfka 'stream dgram seqpacket'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool create" exist-ok' -l 'exist-ok' -d 'Take an object of that name that exists, as it is.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool create" ttl' -l 'ttl' -d 'What lives only while a process holds it: how long one in the background does; 0 is for ever. Default: a day.' -rfka ''
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool create" version' -l 'version' -d 'Show the version.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool create" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_positional "ipctool send" -eq 1' -fka '(__ipctool_custom_completion ---completion send -- positional@0 (count (__ipctool_tokens -pc)) (string length -- "$(commandline -ct)"))'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool send" file' -l 'file' -d 'The data is this file\'s; - is standard input.' -rF
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool send" type' -l 'type' -d 'System V: the type of the message, above 0. Default: 1.' -rfka ''
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool send" priority' -l 'priority' -d 'POSIX: the priority. Default: 0.' -rfka ''
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool send" value' -l 'value' -d 'Counters: what to add. Default: 1.' -rfka ''
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool send" index' -l 'index' -d 'Sets: which member. Default: 0.' -rfka ''
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool send" offset' -l 'offset' -d 'Memory: where to begin. Default: 0.' -rfka ''
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool send" count' -l 'count' -d 'Send the message this many times.' -rfka ''
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool send" force' -l 'force' -d 'Take part in what other processes hold, and not only in what \'create\' made.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool send" lines' -l 'lines' -d 'One message per line.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool send" null' -l 'null' -d 'One message up to each NUL byte.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool send" timeout' -l 'timeout' -d 'Wait no longer than this; 0 is not at all. Default: as long as it takes.' -rfka ''
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool send" version' -l 'version' -d 'Show the version.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool send" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_positional "ipctool recv" -eq 1' -fka '(__ipctool_custom_completion ---completion recv -- positional@0 (count (__ipctool_tokens -pc)) (string length -- "$(commandline -ct)"))'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool recv" type' -l 'type' -d 'System V: the first message of this type; 0 any; -N the lowest type up to N.' -rfka ''
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool recv" except' -l 'except' -d 'System V: the first message of any other type.' -rfka ''
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool recv" count' -l 'count' -d 'This many messages; of a socket that listens, connections.' -rfka ''
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool recv" all' -l 'all' -d 'All messages that are queued.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool recv" index' -l 'index' -d 'Of peek: begin at this position of the queue, from 0. Sets: which member.' -rfka ''
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool recv" offset' -l 'offset' -d 'Memory: where to begin. Default: 0.' -rfka ''
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool recv" length' -l 'length' -d 'Memory: how much, by default to the end. Streams: exactly so much, which is waited for.' -rfka ''
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool recv" value' -l 'value' -d 'Counters: what to take. Default: 1.' -rfka ''
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool recv" listen' -l 'listen' -d 'Sockets: bind the address, receive, and let it go again; --type is the socket\'s.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool recv" force' -l 'force' -d 'Take part in what other processes hold, and not only in what \'create\' made.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool recv" lines' -l 'lines' -d 'One message per line.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool recv" null' -l 'null' -d 'One message up to each NUL byte.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool recv" timeout' -l 'timeout' -d 'Wait no longer than this; 0 is not at all. Default: as long as it takes.' -rfka ''
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool recv" raw' -l 'raw' -d 'Write the bytes as they are, also to a terminal.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool recv" hex' -l 'hex' -d 'Write a hexadecimal dump.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool recv" json' -l 'json' -d 'Write one JSON document.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool recv" jsonl' -l 'jsonl' -d 'Write JSON Lines: one message a line.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool recv" version' -l 'version' -d 'Show the version.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool recv" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_positional "ipctool rm" -ge 1' -fka '(__ipctool_custom_completion ---completion rm -- positional@0 (count (__ipctool_tokens -pc)) (string length -- "$(commandline -ct)"))'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool rm" orphaned' -l 'orphaned' -d 'What nobody holds and whose users are dead, of the addresses or, without any, of all msg, mqueue, shm, posix-shm, sem, posix-sem. Shows it, and asks.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool rm"' -l 'kind' -d 'Orphans of this kind only; may be repeated.' -rfka 'msg mqueue shm posix-shm sem posix-sem'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool rm" user' -l 'user' -d 'Orphans that this user owns, by name or number.' -rfka '(__ipctool_custom_completion ---completion rm -- --user (count (__ipctool_tokens -pc)) (string length -- "$(commandline -ct)"))'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool rm" older-than' -l 'older-than' -d 'Orphans that nobody made, used or changed since: 90s, 10m, 2h, 3d, 1w, or a date.' -rfka ''
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool rm" yes' -l 'yes' -d 'Remove orphans without a question.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool rm" dry-run' -l 'dry-run' -d 'Say what would be removed, and remove nothing.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool rm" json' -l 'json' -d 'Write one JSON document.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool rm" jsonl' -l 'jsonl' -d 'Write JSON Lines: one object a line.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool rm" no-header' -l 'no-header' -d 'Write no heading line.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool rm" bytes' -l 'bytes' -d 'Write sizes as plain numbers of bytes.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool rm" color' -l 'color' -d 'Colour: auto, always or never.' -rfka 'auto always never'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool rm" version' -l 'version' -d 'Show the version.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool rm" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_positional "ipctool why" -ge 1' -fka '(__ipctool_custom_completion ---completion why -- positional@0 (count (__ipctool_tokens -pc)) (string length -- "$(commandline -ct)"))'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool why" all' -l 'all' -d 'Every deadlock on the machine, and all who wait behind it.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool why" interval' -l 'interval' -d 'The time between the two looks, within which nobody concerned may have moved. Default: 0.1.' -rfka ''
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool why" namespace' -l 'namespace' -d 'Look from inside the IPC, mount and network namespaces of a process; \'all\': of every one.' -rfka '(__ipctool_custom_completion ---completion why -- --namespace (count (__ipctool_tokens -pc)) (string length -- "$(commandline -ct)"))'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool why" json' -l 'json' -d 'Write one JSON document.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool why" jsonl' -l 'jsonl' -d 'Write JSON Lines: one object a line.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool why" no-header' -l 'no-header' -d 'Write no heading line.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool why" bytes' -l 'bytes' -d 'Write sizes as plain numbers of bytes.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool why" color' -l 'color' -d 'Colour: auto, always or never.' -rfka 'auto always never'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool why" version' -l 'version' -d 'Show the version.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool why" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool doctor" list' -l 'list' -d 'List the rules, with the worst that each finds.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool doctor"' -l 'rule' -d 'Look with this rule only; may be repeated.' -rfka 'deadlock dead-owner dead-operator limit queue-full backlog-full stuck-reader no-other-end orphaned-segment destroyed-segment pinned-segment large-segment unheld stale-socket shadowed-socket deleted-memory many-objects world-writable queues-unmounted'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool doctor"' -l 'ignore' -d 'Leave out this rule; may be repeated.' -rfka 'deadlock dead-owner dead-operator limit queue-full backlog-full stuck-reader no-other-end orphaned-segment destroyed-segment pinned-segment large-segment unheld stale-socket shadowed-socket deleted-memory many-objects world-writable queues-unmounted'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool doctor"' -l 'search' -d 'Look for files of sockets below this directory, too; may be repeated.' -rfa '(__ipctool_complete_directories)'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool doctor" warning' -l 'warning' -d 'Above how much of a limit to warn.' -rfka ''
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool doctor" critical' -l 'critical' -d 'Above how much of a limit it is critical; all of it always is.' -rfka ''
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool doctor" max-objects' -l 'max-objects' -d 'How many objects of a kind one user may make.' -rfka ''
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool doctor" min-bytes' -l 'min-bytes' -d 'How much memory may be kept without a use or a name. Default: 100M.' -rfka ''
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool doctor" format' -l 'format' -d 'text, or nagios: one line with performance data.' -rfka 'text nagios'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool doctor" namespace' -l 'namespace' -d 'Look from inside the IPC, mount and network namespaces of a process; \'all\': of every one.' -rfka '(__ipctool_custom_completion ---completion doctor -- --namespace (count (__ipctool_tokens -pc)) (string length -- "$(commandline -ct)"))'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool doctor" json' -l 'json' -d 'Write one JSON document.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool doctor" jsonl' -l 'jsonl' -d 'Write JSON Lines: one object a line.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool doctor" no-header' -l 'no-header' -d 'Write no heading line.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool doctor" bytes' -l 'bytes' -d 'Write sizes as plain numbers of bytes.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool doctor" color' -l 'color' -d 'Colour: auto, always or never.' -rfka 'auto always never'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool doctor" version' -l 'version' -d 'Show the version.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool doctor" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_positional "ipctool limits" -ge 1' -fka 'pipe fifo msg mqueue shm posix-shm memfd sem posix-sem unix tcp udp'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool limits"' -l 'filter' -d 'Those for which this holds, in the language of \'ipctool ls\': \'percent>=80\'.' -rfka ''
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool limits" namespace' -l 'namespace' -d 'Look from inside the IPC, mount and network namespaces of a process; \'all\': of every one.' -rfka '(__ipctool_custom_completion ---completion limits -- --namespace (count (__ipctool_tokens -pc)) (string length -- "$(commandline -ct)"))'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool limits" o output' -s 'o' -l 'output' -d 'What to show: COL,COL these columns; +COL the usual ones and these; all.' -rfka '(__ipctool_custom_completion ---completion limits -- --output (count (__ipctool_tokens -pc)) (string length -- "$(commandline -ct)"))'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool limits" columns' -l 'columns' -d 'List the columns and end.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool limits" sort' -l 'sort' -d 'Sort by a column; -COL for the reverse.' -rfka '(__ipctool_custom_completion ---completion limits -- --sort (count (__ipctool_tokens -pc)) (string length -- "$(commandline -ct)"))'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool limits" json' -l 'json' -d 'Write one JSON document.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool limits" jsonl' -l 'jsonl' -d 'Write JSON Lines: one object a line.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool limits" no-header' -l 'no-header' -d 'Write no heading line.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool limits" bytes' -l 'bytes' -d 'Write sizes as plain numbers of bytes.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool limits" color' -l 'color' -d 'Colour: auto, always or never.' -rfka 'auto always never'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool limits" version' -l 'version' -d 'Show the version.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool limits" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_positional "ipctool exercise" -ge 1' -fka 'pipe fifo msg mqueue shm posix-shm map memfd sem posix-sem eventfd unix tcp udp'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool exercise" timeout' -l 'timeout' -d 'How long a step may take. Default: 10.' -rfka ''
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool exercise" json' -l 'json' -d 'Write one JSON document.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool exercise" jsonl' -l 'jsonl' -d 'Write JSON Lines: one object a line.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool exercise" no-header' -l 'no-header' -d 'Write no heading line.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool exercise" bytes' -l 'bytes' -d 'Write sizes as plain numbers of bytes.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool exercise" color' -l 'color' -d 'Colour: auto, always or never.' -rfka 'auto always never'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool exercise" version' -l 'version' -d 'Show the version.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool exercise" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_positional "ipctool mechanisms" -ge 1' -fka 'pipe fifo msg mqueue shm posix-shm map memfd sem posix-sem eventfd unix tcp udp'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool mechanisms" json' -l 'json' -d 'Write one JSON document.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool mechanisms" jsonl' -l 'jsonl' -d 'Write JSON Lines: one object a line.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool mechanisms" no-header' -l 'no-header' -d 'Write no heading line.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool mechanisms" bytes' -l 'bytes' -d 'Write sizes as plain numbers of bytes.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool mechanisms" color' -l 'color' -d 'Colour: auto, always or never.' -rfka 'auto always never'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool mechanisms" version' -l 'version' -d 'Show the version.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool mechanisms" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool caps" o output' -s 'o' -l 'output' -d 'What to show: COL,COL these columns; +COL the usual ones and these; all.' -rfka '(__ipctool_custom_completion ---completion caps -- --output (count (__ipctool_tokens -pc)) (string length -- "$(commandline -ct)"))'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool caps" columns' -l 'columns' -d 'List the columns and end.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool caps" sort' -l 'sort' -d 'Sort by a column; -COL for the reverse.' -rfka '(__ipctool_custom_completion ---completion caps -- --sort (count (__ipctool_tokens -pc)) (string length -- "$(commandline -ct)"))'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool caps" json' -l 'json' -d 'Write one JSON document.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool caps" jsonl' -l 'jsonl' -d 'Write JSON Lines: one object a line.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool caps" no-header' -l 'no-header' -d 'Write no heading line.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool caps" bytes' -l 'bytes' -d 'Write sizes as plain numbers of bytes.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool caps" color' -l 'color' -d 'Colour: auto, always or never.' -rfka 'auto always never'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool caps" version' -l 'version' -d 'Show the version.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool caps" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'ipctool' -n '__ipctool_should_offer_completions_for_flags_or_options "ipctool help" version' -l 'version' -d 'Show the version.'
