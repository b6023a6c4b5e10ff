"""Tells of a memo every second."""

import time
from itertools import count

for number in count(1):
    print("memo", number, "saved")
    time.sleep(1)
