"""The teacher's vectors of texts, kept in WORK/vectors.npz by text, so that a later run asks only for what is new.

  python vectors.py sentences.json   # those of WORK/sentences.json, ahead of fit.py
"""

import json
import os
import sys

import numpy as np

from teacher import WORK, Teacher

STORE = os.path.join(WORK, "vectors.npz")
CHUNK = 16384


def vectors_of(texts):
    """float16 rows in the order of the texts. The store is written every CHUNK texts: a stopped run loses little."""
    known, rows = {}, np.zeros((0, 384), np.float16)
    if os.path.exists(STORE):
        stored = np.load(STORE)
        rows = stored["rows"]
        known = {text: i for i, text in enumerate(json.loads(str(stored["texts"])))}
    new = [text for text in dict.fromkeys(texts) if text not in known]
    teacher = Teacher() if new else None
    for start in range(0, len(new), CHUNK):
        some = new[start : start + CHUNK]
        for text in some:
            known[text] = len(known)
        rows = np.concatenate([rows, teacher.encode(some, progress=True).astype(np.float16)])
        np.savez(STORE + ".part.npz", rows=rows, texts=json.dumps(list(known), ensure_ascii=False))
        os.replace(STORE + ".part.npz", STORE)
    return rows[[known[text] for text in texts]]


if __name__ == "__main__":
    with open(os.path.join(WORK, sys.argv[1]), encoding="utf8") as file:
        print(vectors_of([row[0] for row in json.load(file)]).shape)
