#!/usr/bin/python3
"""steady.py LINES: writes LINES lines of 100 bytes a second to stdout, one at a time, evenly, for ever."""
import os
import sys
import time

step = 1.0 / int(sys.argv[1])
line = b"x" * 99 + b"\n"
due = time.monotonic()
while True:
    os.write(1, line)
    due += step
    wait = due - time.monotonic()
    if wait > 0:
        time.sleep(wait)
