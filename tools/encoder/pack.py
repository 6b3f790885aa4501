"""WORK/units.json + rows.npy -> the table, as src/analysis/encoder/table-file.ts describes it.

  python pack.py src/analysis/encoder/table.bin
"""

import json
import os
import struct
import sys

import numpy as np

from segment import UNKNOWN_COST, cost_of
from vectors import WORK


def main():
    units = json.load(open(os.path.join(WORK, "units.json"), encoding="utf8"))
    rows = np.load(os.path.join(WORK, "rows.npy"))
    largest = np.abs(rows).max(1) + 1e-9
    top = np.percentile(largest, 99.5)  # the few longer rows are cut
    factors = np.clip(np.round(largest / top * 200), 1, 255).astype(np.uint8)
    scale = top / 200 / 127
    whole = np.clip(np.round(rows / (factors[:, None] * scale)), -127, 127).astype(np.int8)
    strings = "\n".join(unit[0] for unit in units).encode()
    header = dict(version=1, dim=rows.shape[1], count=len(units), unk=UNKNOWN_COST, maxUnit=max(len(u[0]) for u in units),
                  strings=len(strings), made="distilled from multilingual-e5-small (MIT); see NOTICE.md")
    head = json.dumps(header).encode()
    with open(sys.argv[1], "wb") as file:
        file.write(b"HCE1" + struct.pack("<I", len(head)) + head + strings)
        file.write(bytes(cost_of(unit[2]) for unit in units) + factors.tobytes() + whole.tobytes())
    back = whole.astype(np.float32) * factors[:, None]
    cosine = (back * rows).sum(1) / (np.linalg.norm(back, axis=1) * np.linalg.norm(rows, axis=1) + 1e-9)
    print("%d units, %.2f MB; cosine of a row to its rounded self: median %.4f, 1 in 100 below %.4f" % (
        len(units), os.path.getsize(sys.argv[1]) / 1e6, np.median(cosine), np.percentile(cosine, 1)))


if __name__ == "__main__":
    main()
