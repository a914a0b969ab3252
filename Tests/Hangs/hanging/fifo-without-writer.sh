# A program that opened a FIFO to read it, before any other opened it to write.

. "$STAGE/stage.sh"

mkfifo fifo
cat fifo >/dev/null &
role reader $!
stage_close
