# What every scenario in shell stands on: `role NAME PID` for each process, then `stage_close`.
# A scenario starts its processes with `&`, which gives them /dev/null as standard input, and
# sends their output there too.

cd "$1" || exit 70
roles=
processes=

role() {
  roles="$roles${roles:+, }\"$1\": $2"
  processes="$processes $2"
}

# Waits for the file with the number of a process that another process started.
number_of() {
  until [ -s "$1" ]; do sleep 0.01; done
  cat "$1"
}

# Announces what was started, waits for the end of standard input, and leaves no process.
stage_close() {
  echo "{\"pids\": {$roles}, \"tids\": {}, \"addresses\": {}}"
  while read -r _; do :; done
  for process in $processes; do kill -KILL "$process" 2>/dev/null; done
  wait
}
