# A server at its FIFO. It holds both ends, so that it never sees an end of file between clients.

. "$STAGE/stage.sh"

mkfifo fifo
cat <>fifo >/dev/null &
role server $!
stage_close
