"""Typst over the same content as bench-pages: from markup to the PDF's bytes, fonts opened before.

Typst remembers what it laid out, so every run is a process of its own, forked after the fonts are open; what
is timed is the one call. `pages_typst.py DIR`
"""
import os
import statistics
import struct
import sys
import time
from pathlib import Path

import typst

folder = Path(sys.argv[1])
fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=["fonts"])
for name, runs in (("two", 41), ("sixty", 7)):
    source = (folder / f"{name}.typ").read_bytes()
    times = []
    for _ in range(runs):
        read, write = os.pipe()
        if os.fork() == 0:
            begun = time.perf_counter()
            pdf = typst.compile(source, font_paths=fonts, pdf_standards=["a-2b"])
            spent = time.perf_counter() - begun
            os.write(write, struct.pack("dq", spent, len(pdf)))
            (folder / f"{name}-typst.pdf").write_bytes(pdf)
            os._exit(0)
        times.append(struct.unpack("dq", os.read(read, 16))[0])
        os.close(read)
        os.close(write)
        os.wait()
    times.sort()
    print(f"{name:<6} by Typst {typst.__version__ if hasattr(typst, '__version__') else ''}"
          f"  median {statistics.median(times) * 1000:.2f} ms  fastest {times[0] * 1000:.2f} ms")
