"""Text to words, words to units: the rules of src/analysis/encoder/ (split-words.ts, segment.ts). A change there is a change here."""

import math
import unicodedata

import regex

WORD = regex.compile(r"[\p{L}\p{M}]+(?:['\"׳״][\p{L}\p{M}]+)*")
DROPPED = regex.compile(r"[\u0591-\u05c7\u064b-\u0652\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
MARKED = regex.compile(r"[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]")
LONGEST_CUT = 48
UNKNOWN_COST = 400


def cost_of(frequency):
    """What a unit costs in a cut: 24 steps for each power of ten that it is rarer."""
    return max(0, min(255, round(-math.log10(frequency) * 24)))


def words(text):
    text = unicodedata.normalize("NFKC", text).lower().replace("’", "'").replace("‘", "'")
    return WORD.findall(DROPPED.sub("", text))


def as_unit(word):
    """A word as the table spells it: where a letter's script marks the beginning of words, '▁' stands before it."""
    return "▁" + word if MARKED.match(word[0]) else word


class Segmenter:
    def __init__(self, units, costs):
        self.ids = {unit: i for i, unit in enumerate(units)}
        self.costs = costs
        self.longest = max(map(len, units))
        self.known = {}

    def split(self, word):
        """Unit ids of a word: itself, or the cheapest way through it; characters that no unit covers are left out."""
        text = as_unit(word)
        whole = self.ids.get(text)
        if whole is not None:
            return [whole]
        if text != word:
            return self.cut(text[:LONGEST_CUT])
        return [unit for at in range(0, len(text), LONGEST_CUT) for unit in self.cut(text[at : at + LONGEST_CUT])]

    def cut(self, text):
        n = len(text)
        best, came = [0] + [1 << 30] * n, [None] * (n + 1)
        for i in range(n):
            for end in range(i + 1, min(n, i + self.longest) + 1):
                unit = self.ids.get(text[i:end])
                if unit is not None and best[i] + self.costs[unit] < best[end]:
                    best[end], came[end] = best[i] + self.costs[unit], (i, unit)
            if best[i] + UNKNOWN_COST < best[i + 1]:
                best[i + 1], came[i + 1] = best[i] + UNKNOWN_COST, (i, -1)
        out, at = [], n
        while at > 0:
            at, unit = came[at]
            if unit >= 0:
                out.append(unit)
        return out[::-1]

    def __call__(self, text):
        out = []
        for word in words(text):
            if word not in self.known:
                self.known[word] = self.split(word)
            out += self.known[word]
        return out
