#!/usr/bin/env python3
"""A board with two belts on a serial port that is none: docs/line-protocol.md. Its belly belt is loose.

Says the port's name, then breathes until its input ends.
"""
import math
import os
import select
import sys
import tempfile
import time
import tty

RATE_HZ = 50


def crc(body):
    value = 0xFFFF
    for byte in body:
        value ^= byte << 8
        for _ in range(8):
            value = (value << 1 ^ (0x1021 if value & 0x8000 else 0)) & 0xFFFF
    return value


def line(body):
    return b"$%s*%04X\n" % (body, crc(body))


HEAD = line(b"H,1,belt-01,%d,chest:adc10:1023,belly:adc10:1023" % RATE_HZ)
board, port = os.openpty()
tty.setraw(port)
os.set_blocking(board, False)
folder = tempfile.TemporaryDirectory()
link = os.path.join(folder.name, "belt")
os.symlink(os.ttyname(port), link)
# libserialport takes a name that begins with /dev/ and whose rest, seen from /sys/class/tty, is a
# link. Going up to the root and down again, it is one.
print("/dev/../../.." + link, flush=True)

measuring = False
begin = time.monotonic()
count = 0
while True:
    wait = begin + count / RATE_HZ - time.monotonic()
    ready = select.select([board, sys.stdin], [], [], max(0, wait))[0]
    if sys.stdin in ready and not sys.stdin.buffer.read1(1):
        break
    if board in ready:
        for command in os.read(board, 100):
            measuring = {ord("+"): True, ord("-"): False}.get(command, measuring)
            answer = HEAD if command == ord("?") else line(b"A,%c" % command) if command in b"+-" else b""
            os.write(board, answer)
        continue
    now = time.monotonic() - begin
    breath = math.sin(2 * math.pi * 0.2 * now)
    noise = 0.4 * math.sin(37 * now) + 0.3 * math.sin(91 * now)
    try:
        if measuring:
            os.write(board, line(b"D,%d,%d,%.1f,%.1f" % (count % 65536, int(now * 1e6) % 2**32, 512 + 120 * breath, 512 + 0.7 * breath + noise)))
        if count % (5 * RATE_HZ) == 0:
            os.write(board, HEAD)
        elif count % RATE_HZ == 0 and not measuring:
            os.write(board, line(b"K"))
    except BlockingIOError:
        pass  # nobody reads
    count += 1
