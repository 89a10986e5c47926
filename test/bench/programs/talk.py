#!/usr/bin/python3
"""talk.py COUNT NAME: once each of the files NAME1, NAME2 ... exists, writes COUNT process communication events."""
import itertools
import os
import sys
import time

event = b"<!--XSUPERVISOR:BEGIN-->" + b"x" * 100 + b"<!--XSUPERVISOR:END-->"
for batch in itertools.count(1):
    while not os.path.exists(sys.argv[2] + str(batch)):
        time.sleep(0.02)
    for _ in range(int(sys.argv[1])):
        os.write(1, event)
