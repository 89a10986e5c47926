#!/usr/bin/python3
"""hold-pipes.py LEFT: owns pipe memory until only LEFT pages of this user's soft limit are free, then says so.

The kernel then refuses to enlarge this user's pipes, while small new ones still get their usual size.
"""
import fcntl
import os
import signal
import sys

F_SETPIPE_SZ = 1031
PAGE = 4096
with open("/proc/sys/fs/pipe-user-pages-soft") as setting:
    left = int(setting.read()) - int(sys.argv[1])
pipes = []
while left >= 16:
    pages = 256
    while pages > left:
        pages //= 2
    reader, writer = os.pipe()
    pipes.append((reader, writer))
    if pages != 16:
        fcntl.fcntl(writer, F_SETPIPE_SZ, pages * PAGE)
    left -= pages
print("held", flush=True)
signal.pause()
