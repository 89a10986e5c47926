#!/bin/bash
# Appends the time of its first instruction and its pid to a file, then sleeps.
echo "$EPOCHREALTIME $$" >>"$1"
exec sleep 100000
