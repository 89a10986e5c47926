#!/bin/bash
# Prints the time and kills a process at once.
echo "$EPOCHREALTIME"
kill -9 "$1"
