#!/usr/bin/python3
"""listen.py NAME COUNT: a listener that answers OK. Each COUNT events give a file NAME1, NAME2 ... with the times of
the first and the last of them."""
import os
import sys
import time

from supervisor import childutils

name, count = sys.argv[1], int(sys.argv[2])
heard = 0
while True:
    childutils.listener.wait()
    if heard % count == 0:
        begun = time.time()
    heard += 1
    if heard % count == 0:
        path = name + str(heard // count)
        with open(path + ".new", "w") as file:
            file.write("%f %f" % (begun, time.time()))
        os.rename(path + ".new", path)
    childutils.listener.ok()
