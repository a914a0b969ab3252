# A shell that waits for a command that uses the processor.

. "$STAGE/stage.sh"

sh -c 'sh -c "echo \$\$ >child; while :; do :; done"; :' >/dev/null &
role shell $!
role child "$(number_of child)"
stage_close
