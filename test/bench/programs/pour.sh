#!/bin/bash
# pour.sh FILE SIZE COUNT: writes COUNT blocks of SIZE bytes to stdout; FILE gets the times before and after.
before=$EPOCHREALTIME
dd if=/dev/zero bs="$2" count="$3" status=none
echo "$before $EPOCHREALTIME" >"$1"
