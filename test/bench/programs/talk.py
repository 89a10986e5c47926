#!/usr/bin/python3
"""talk.py COUNT FILE...: once each FILE exists, writes COUNT process communication events; then stays."""
import os
import sys
import time

event = b"<!--XSUPERVISOR:BEGIN-->" + b"x" * 100 + b"<!--XSUPERVISOR:END-->"
for path in sys.argv[2:]:
    while not os.path.exists(path):
        time.sleep(0.02)
    for _ in range(int(sys.argv[1])):
        os.write(1, event)
time.sleep(100000)
