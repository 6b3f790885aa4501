"""Which language a word is of, by its letters: naive Bayes over trigrams.

The vocabulary of the teacher is one list for a hundred languages. This tells which of its words are of ours: the words
counted in the corpora speak for our languages, those of Home Assistant's translations for their rivals."""

import collections
import glob
import json
import math
import os

from corpora import LANGUAGES, MARKUP, PACKAGES, flat
from segment import words

OURS = {"en-GB", "es-419", "pt-BR", "zh-Hans", "zh-Hant", *LANGUAGES}  # as Home Assistant names them


def trigrams(word):
    padded = "<" + word + ">"
    return [padded[i : i + 3] for i in range(len(padded) - 2)]


class WordLanguage:
    def __init__(self, counts):
        seen = collections.defaultdict(collections.Counter, counts)
        for file in sorted(glob.glob(f"{PACKAGES}/x/homeassistant/components/*/translations/*.json")):
            name = os.path.basename(file)[:-5]
            if name in OURS:
                continue
            with open(file, encoding="utf8") as opened:
                for _, text in flat(json.load(opened)):
                    seen[name].update(words(MARKUP.sub(" ", text)))
        self.logs = {}
        for language, counted in seen.items():
            if sum(counted.values()) < 2000:
                continue
            grams = collections.Counter()
            for word, count in counted.items():
                for gram in trigrams(word):
                    grams[gram] += 1 + math.log(count)
            total = sum(grams.values()) + 1000
            self.logs[language] = ({g: math.log((c + 0.1) / total) for g, c in grams.items()}, math.log(0.1 / total))

    def __call__(self, word):
        """The language whose words look most like it, when it is one of ours and the next one is far; else None."""
        grams = trigrams(word)
        scored = sorted(((sum(log.get(g, none) for g in grams), l) for l, (log, none) in self.logs.items()), reverse=True)
        (best, language), (second, _) = scored[:2]
        return language if language in LANGUAGES and best - second > 2.5 else None
