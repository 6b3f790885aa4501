"""The teacher's vectors -> a row of 192 numbers a unit.

The mean of each language is taken from the teacher's vectors, then PCA. A row begins as its word's own vector, shorter the
more frequent the word is (SIF: Arora, Liang, Ma 2017), and all rows are then fitted (Adam) to three things at once:
  - the sum of a sentence's rows points where the teacher's vector points;
  - inside a batch the similarities are the teacher's (KL divergence of the soft neighbours, temperature .07);
  - of two translations each finds its mate among a batch (InfoNCE: van den Oord, Li, Vinyals 2018).
So the weight of a word is learned; it is the length of its row.

  WORK/units.json, sentences.json, vectors.npz -> WORK/rows.npy
"""

import json
import os
import time

import numpy as np
import scipy.sparse as sparse

from segment import Segmenter, cost_of
from vectors import WORK, vectors_of

DIMENSIONS = 192
STEPS, BATCH, RATE, TEMPERATURE = 480, 1024, 0.002, 0.07
PARALLEL, KEEP, SIF, PIECE_LENGTH, SEED = 1.5, 0.05, 1e-3, 0.5, 1
SHARES = dict(en=0.40, he=0.20, es=0.10)  # of a batch; the other languages share the rest


def unit_rows(matrix):
    return matrix / (np.linalg.norm(matrix, axis=1, keepdims=True) + 1e-9)


def centred(matrix, groups):
    matrix = matrix.copy()
    for group in set(groups):
        members = groups == group
        if members.sum() > 20:
            matrix[members] -= matrix[members].mean(0)
    return unit_rows(matrix)


def soft(scores):
    scores = np.exp(scores - scores.max(1, keepdims=True))
    return scores / scores.sum(1, keepdims=True)


class Rows:
    """The rows and their Adam state; only the rows of units that a step touched are moved."""

    def __init__(self, start):
        self.start, self.values = start, start.copy()
        self.mean, self.square, self.steps = np.zeros_like(start), np.zeros_like(start), 0

    def forward(self, bags):
        sums = bags @ self.values
        lengths = np.linalg.norm(sums, axis=1, keepdims=True) + 1e-6
        return sums / lengths, lengths

    def step(self, parts, rate):
        """parts: (bags, unit vectors, lengths, gradient by the unit vectors), ..."""
        self.steps += 1
        bags = sparse.vstack([bags for bags, _, _, _ in parts], format="csc")
        touched = np.flatnonzero(np.diff(bags.indptr))
        by_sum = np.concatenate([(g - (g * unit).sum(1, keepdims=True) * unit) / lengths for _, unit, lengths, g in parts])
        g = bags[:, touched].T @ by_sum.astype(np.float32) + KEEP * (self.values[touched] - self.start[touched]) / BATCH
        self.mean[touched] = 0.9 * self.mean[touched] + 0.1 * g
        self.square[touched] = 0.99 * self.square[touched] + 0.01 * g * g
        scale = np.sqrt(self.square[touched] / (1 - 0.99**self.steps)) + 1e-8
        self.values[touched] -= rate * self.mean[touched] / scale


def start_rows(units, basis):
    languages = np.array([u[1] for u in units])
    kinds = np.array([u[3] for u in units])
    vectors = vectors_of([u[0].replace("▁", "") for u in units]).astype(np.float32)
    vectors = centred(vectors, np.char.add(languages, kinds))
    frequency = np.array([u[2] for u in units])
    rows = unit_rows(vectors @ basis) * (SIF / (SIF + frequency))[:, None]
    rows[kinds != "word"] *= PIECE_LENGTH
    return rows.astype(np.float32)


def sampler(languages, usable, rng):
    share = {l: SHARES.get(l, (1 - sum(SHARES.values())) / 12) / (languages[usable] == l).sum() for l in set(languages[usable])}
    weights = np.array([share[l] for l in languages[usable]])
    cumulative = np.cumsum(weights / weights.sum())
    return lambda: np.unique(usable[np.minimum(np.searchsorted(cumulative, rng.random(BATCH)), len(usable) - 1)])


def pair_of(group, rng):
    """Two languages of a group of translations: half of the time any two, else English and another, often Hebrew."""
    if rng.random() < 0.5 or "en" not in group:
        return rng.choice(list(group.values()), 2, replace=False)
    if "he" in group and rng.random() < 0.6:
        return group["en"], group["he"]
    return group["en"], rng.choice([row for language, row in group.items() if language != "en"])


def main():
    rng = np.random.default_rng(SEED)
    units = json.load(open(os.path.join(WORK, "units.json"), encoding="utf8"))
    sentences = json.load(open(os.path.join(WORK, "sentences.json"), encoding="utf8"))
    languages = np.array([s[1] for s in sentences])
    teacher = centred(vectors_of([s[0] for s in sentences]).astype(np.float32), languages)
    weight = np.zeros(len(teacher))
    for language in set(languages):
        weight[languages == language] = (languages == language).sum() ** -0.5
    values, vectors = np.linalg.eigh((teacher * (weight / weight.sum())[:, None]).T @ teacher)
    basis = vectors[:, np.argsort(-values)[:DIMENSIONS]]
    target = unit_rows(teacher @ basis).astype(np.float32)
    rows = Rows(start_rows(units, basis))
    segment = Segmenter([u[0] for u in units], [cost_of(u[2]) for u in units])
    ids = [segment(s[0]) for s in sentences]
    print("units", len(units), "sentences", len(sentences), "units a sentence %.1f" % np.mean([len(i) for i in ids]), flush=True)
    starts = np.cumsum([0] + [len(i) for i in ids])
    flat = np.concatenate([np.array(i, np.int64) for i in ids])
    bags = sparse.csr_matrix((np.ones(starts[-1], np.float32), flat, starts), (len(ids), len(units)))
    groups = {}
    for at, (_, language, key) in enumerate(sentences):
        if key and ids[at]:
            groups.setdefault(key, {})[language] = at
    groups = [group for group in groups.values() if len(group) > 1]
    batch_of = sampler(languages, np.array([i for i in range(len(ids)) if ids[i]]), rng)
    print("groups of translations", len(groups), flush=True)
    began, losses = time.time(), np.zeros(3)
    for step in range(STEPS):
        batch = batch_of()
        bag = bags[batch]
        unit, lengths = rows.forward(bag)
        wanted = target[batch]
        losses[0] += 1 - (unit * wanted).sum(1).mean()
        gradient = -wanted / BATCH
        ours, theirs = unit @ unit.T / TEMPERATURE, wanted @ wanted.T / TEMPERATURE
        np.fill_diagonal(ours, -1e9)
        np.fill_diagonal(theirs, -1e9)
        ours, theirs = soft(ours), soft(theirs)
        losses[1] -= (theirs * np.log(ours + 1e-12)).sum(1).mean()
        difference = (ours - theirs) / BATCH
        gradient = gradient + (difference + difference.T) @ unit
        pairs = np.array([pair_of(groups[g], rng) for g in rng.choice(len(groups), BATCH // 2, replace=False)])
        first, second = bags[pairs[:, 0]], bags[pairs[:, 1]]
        (a, a_lengths), (b, b_lengths) = rows.forward(first), rows.forward(second)
        scores = a @ b.T / TEMPERATURE
        forth, back = soft(scores), soft(scores.T).T
        losses[2] -= np.log(np.diag(forth) + 1e-12).mean()
        difference = (forth + back - 2 * np.eye(len(pairs), dtype=np.float32)) / (2 * len(pairs))
        parts = [
            (bag, unit, lengths, gradient),
            (first, a, a_lengths, PARALLEL * difference @ b),
            (second, b, b_lengths, PARALLEL * difference.T @ a),
        ]
        rows.step(parts, RATE * max(0.1, 1 - 8 * step // STEPS / 8))
        if step % 60 == 59:
            print("step %d: direction %.4f, neighbours %.3f, translations %.3f; %.0f s" % (step + 1, *losses / 60, time.time() - began),
                  flush=True)
            losses[:] = 0
            np.save(os.path.join(WORK, "rows.npy"), rows.values)


if __name__ == "__main__":
    main()
