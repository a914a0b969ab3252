# A shell that waits for the command that it runs.

. "$STAGE/stage.sh"

sh -c 'sh -c "echo \$\$ >child; exec sleep 86400"; :' >/dev/null &
role shell $!
role child "$(number_of child)"
stage_close
