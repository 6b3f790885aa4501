"""Which units the table holds, with their frequency: by our own counts and by the teacher's vocabulary, from nothing else.

1. Words a language: counted in the corpora (counts.json) and found whole in the teacher's SentencePiece vocabulary (MIT),
   whose scores are log-probabilities. A frequency is the count's share, the score's (shifted so that both agree on the words
   that have both), or, with both, their geometric mean. Chinese and Japanese are counted in pieces of that vocabulary.
2. The pieces that all other counted words consist of, then single characters, so that any word is made of something.
3. A Hebrew word that is a prefix and a known word, and that the teacher places beside that word, is left to be cut.

  WORK/counts.json -> WORK/units.json  [[unit, language, frequency, "word" | "piece" | "character"], ...]
"""

import collections
import json
import math
import os
import unicodedata

import numpy as np
import regex
from tokenizers import Tokenizer, models

from corpora import LANGUAGES, WORK
from segment import MARKED, as_unit
from teacher import Weights
from vectors import vectors_of
from word_language import WordLanguage

MOST = dict(en=12500, he=14000, es=5200, fr=3800, de=3800, pt=3300, it=3000, ru=4200, ar=4000, zh=4500, ja=3000, ko=1600,
            nl=1300, pl=1500, tr=1500)
PIECES = 4500
CHARACTERS = 4500
SCRIPTS = dict(he="Hebrew", ru="Cyrillic", zh="Han", ko="Hangul")
LETTERS = regex.compile(r"^[\p{L}\p{M}]+(?:['׳״\"][\p{L}\p{M}]+)*$")
KANA = regex.compile(r"[\p{Hiragana}\p{Katakana}]")
HAN = regex.compile(r"^\p{Han}+$")
PREFIXES = "ה ו ב ל מ ש כ וה שה מה כש ול וב ומ שב של".split()


def of_language(word, language):
    if language == "ja":
        return KANA.search(word) or HAN.match(word)
    if language == "ar":
        return regex.match(r"^[\u0621-\u064a]+$", word)  # no letters of Persian and Urdu
    return regex.match(r"^[\p{%s}'׳״\"\p{M}]+$" % SCRIPTS.get(language, "Latin"), word)


def lower_scores(weights):
    """The teacher's pieces in lower case, each with the best score it has."""
    out = {}
    for piece, score in zip(weights.pieces, weights.scores):
        plain = unicodedata.normalize("NFKC", piece.replace("▁", "\x01")).lower().replace("\x01", "▁")
        if regex.match(r"^▁?[\p{L}\p{M}']+$", plain):
            out[plain] = max(out.get(plain, -99.0), float(score))
    return out


def piece_counter(scores):
    names = sorted(scores)
    tokenizer = Tokenizer(models.Unigram([("<unk>", -30.0)] + [(name, scores[name]) for name in names], 0, False))

    def count(counted):
        out = collections.Counter()
        items = list(counted.items())
        for (_, times), encoded in zip(items, tokenizer.encode_batch([as_unit(word) for word, _ in items])):
            for token in encoded.tokens:
                out[token] += times
        return out

    return count


def frequencies(language, counted, whole):
    """{word: frequency} of the words of a language, from counts and from the scores of words that are whole pieces."""
    counted = {w: c for w, c in counted.items() if of_language(w, language) and len(w) <= 20 and LETTERS.match(w)}
    total = sum(counted.values())
    common = sorted((w for w in counted if w in whole and counted[w] >= 5), key=lambda w: -counted[w])[:3000]
    shift = float(np.median([math.log(counted[w] / total) - whole[w] for w in common]))
    out = {}
    for word in counted.keys() | whole.keys():
        share = math.log(counted[word] / total) if word in counted else None
        score = min(whole[word] + shift, math.log(0.05)) if word in whole else None
        if share is None:
            log = score - 1  # never seen in what we count: rarer here than the vocabulary says
        elif score is None:
            log = share - 1 if counted[word] > 1 else None  # not whole in so large a vocabulary: rarer than it seems
        else:
            log = (share + score) / 2
        if log is not None:
            out[word] = math.exp(log)
    return out


def whole_words(scores, counts):
    """{language: {word: score}}: which pieces are words of which of our languages."""
    tell = WordLanguage(counts)
    out = {language: {} for language in LANGUAGES}
    for piece, score in scores.items():
        word = piece.removeprefix("▁")
        if not LETTERS.match(word) or score < -14.5:
            continue
        if regex.match(r"^\p{Hebrew}+$", word):
            language = "he" if piece.startswith("▁") and len(word) > 1 else None
        elif regex.match(r"^\p{Hangul}+$", word):
            language = "ko" if piece.startswith("▁") else None
        elif HAN.match(word) or KANA.search(word):
            language = None  # counted apart: a piece may be of both
        else:
            language = tell(word) if piece.startswith("▁") and len(word) > 3 else None
        if language and of_language(word, language):
            out[language][word] = score
    return out


def without_prefixed(units):
    """Units without the Hebrew words that prefix + another word already says (cosine of the teacher's vectors >= .5)."""
    hebrew = [unit for unit in units if unit[1] == "he" and unit[3] == "word"]
    rows = vectors_of([unit[0] for unit in hebrew]).astype(np.float32)
    rows -= rows.mean(0)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    row = {unit[0]: rows[i] for i, unit in enumerate(hebrew)}
    dropped = set()
    for word in row:
        for prefix in PREFIXES:
            rest = word[len(prefix) :]
            if word.startswith(prefix) and len(rest) >= 3 and rest in row and rest not in dropped and row[word] @ row[rest] >= 0.5:
                dropped.add(word)
                break
    print("Hebrew words", len(row), "left to be cut", len(dropped))
    return [unit for unit in units if unit[0] not in dropped]


def main():
    scores = lower_scores(Weights())
    counts = json.load(open(os.path.join(WORK, "counts.json"), encoding="utf8"))
    in_pieces = piece_counter(scores)
    for language in ("zh", "ja"):
        counts[language] = {p: c for p, c in in_pieces(counts[language]).items() if p != "▁"}
    whole = whole_words(scores, counts)
    for language in ("zh", "ja"):
        whole[language] = {p: scores[p] for p in counts[language] if p in scores and LETTERS.match(p) and of_language(p, language)}
        if language == "zh":
            whole[language].update({p: s for p, s in scores.items() if HAN.match(p) and s > -12.5})
    best, rest, characters = {}, collections.Counter(), collections.Counter()
    for language in LANGUAGES:
        ranked = sorted(frequencies(language, counts[language], whole[language]).items(), key=lambda x: (-x[1], x[0]))
        for place, (word, frequency) in enumerate(ranked):
            for character in word:
                characters[character] += frequency
            if place >= MOST[language]:
                rest[word] += frequency
            elif word not in best or best[word][1] < frequency:
                best[word] = (language, frequency)
        rest.update({w: c / sum(counts[language].values()) for w, c in counts[language].items() if w not in best})
        print(language, len(ranked), [w for w, _ in ranked[:6]], [w for w, _ in ranked[MOST[language] - 6 : MOST[language]]])
    units = [[as_unit(word), language, frequency, "word"] for word, (language, frequency) in best.items()]
    have = {unit[0] for unit in units}
    for character in characters:
        scores.setdefault(character, -13.0)
    pieces = [(p, f) for p, f in piece_counter(scores)(rest).most_common() if p not in have and p != "▁" and p != "<unk>"]
    units += [[piece, "x", frequency, "piece"] for piece, frequency in pieces[:PIECES]]
    have.update(piece for piece, _ in pieces[:PIECES])
    for character, frequency in characters.most_common(CHARACTERS):
        for unit in [character, "▁" + character] if MARKED.match(character) else [character]:
            if unit not in have:
                have.add(unit)
                units.append([unit, "x", frequency, "character"])
    units = without_prefixed(units)
    json.dump(units, open(os.path.join(WORK, "units.json"), "w", encoding="utf8"), ensure_ascii=False)
    print(len(units), collections.Counter(u[3] for u in units), collections.Counter(u[1] for u in units if u[3] == "word"))


if __name__ == "__main__":
    main()
