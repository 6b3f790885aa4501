"""The sentences that steer the fit and the text that is counted, all under licences that allow it (NOTICE.md names each).

  PACKAGES=<folder that fetch-packages.sh filled>  MIRROR=<folder of <owner>+<name>/repo, bare git copies; optional>
  SMILECHAT=<smilechat.jsonl; optional>  WORK=<scratch folder>  python corpora.py
  -> WORK/sentences.json  [[text, language, parallel key or ""], ...]  sampled, seeded
     WORK/counts.json     {language: {word: count}}                    of every string, not of the sample
"""

import collections
import csv
import glob
import gettext
import io
import itertools
import json
import os
import random
import re
import subprocess
import unicodedata

import yaml

from segment import words

LANGUAGES = "en he es fr de pt it ru ar zh ja ko nl pl tr".split()
PACKAGES, MIRROR, WORK = os.environ["PACKAGES"], os.environ.get("MIRROR", ""), os.environ["WORK"]
HERE = os.path.dirname(os.path.abspath(__file__))
MARKUP = re.compile(
    r"<[^>]*>|\[%key:[^%]*%\]|%\([a-z_0-9]*\)[sd]|\{[^{}]*\}|%[sd]|&\w+;|https?:\S+|[*`_#]+"
)


def clean(text):
    """The text without markup and placeholders; its first sentence when long; None when nothing is left to learn from."""
    text = MARKUP.sub(" ", unicodedata.normalize("NFKC", str(text)))
    text = re.sub(r"\s+", " ", text).strip(" .:-–")
    if len(text) > 160:
        text = re.split(r"(?<=[.!?。])\s", text)[0]
    return text if 4 <= len(text) <= 220 and re.search(r"\w\w", text) else None


def flat(tree, path=""):
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from flat(value, path + "." + key)
    elif isinstance(tree, str):
        yield path, tree


def read_json(path):
    if not os.path.exists(path):
        return {}
    with open(path, encoding="utf8") as file:
        return json.load(file)


def git_show(repository, path, encoding="utf8"):
    git_dir = os.path.join(MIRROR, repository.replace("/", "+"), "repo")
    if not MIRROR or not os.path.isdir(git_dir):
        return ""
    shown = subprocess.run(["git", "--git-dir", git_dir, "show", "HEAD:" + path], capture_output=True)
    return shown.stdout.decode(encoding, "replace")


# --- translations: name -> {language: {key: text}}


def matrix():
    names = dict(en="en_EN", he="he", es="es", fr="fr", de="de_DE", pt="pt_BR", it="it", ru="ru", zh="zh_Hans", ja="ja",
                 nl="nl", pl="pl", ar="ar", ko="ko", tr="tr")
    folder = f"{PACKAGES}/mx/package/src/i18n/strings"
    return {l: dict(flat(read_json(f"{folder}/{name}.json"))) for l, name in names.items()}


def excalidraw():
    names = dict(en="en", he="he-IL", es="es-ES", fr="fr-FR", de="de-DE", pt="pt-BR", it="it-IT", ru="ru-RU", zh="zh-CN",
                 ja="ja-JP", ar="ar-SA", ko="ko-KR", tr="tr-TR", pl="pl-PL", nl="nl-NL")
    path = "packages/excalidraw/locales/%s.json"
    return {l: dict(flat(json.loads(git_show("excalidraw/excalidraw", path % n) or "{}"))) for l, n in names.items()}


def home_assistant():
    names = dict({l: l for l in LANGUAGES}, pt="pt-BR", zh="zh-Hans")
    out = {}
    for language, name in names.items():
        files = sorted(glob.glob(f"{PACKAGES}/x/homeassistant/components/*/translations/{name}.json"))
        out[language] = dict(flat({file.split("/")[-3]: read_json(file) for file in files}))
    return out


def django_family():
    names = dict({l: l for l in LANGUAGES if l != "en"}, pt="pt_BR", zh="zh_Hans")
    out = {}
    entry = re.compile(r'^msgid ((?:".*"\n)+)msgstr ((?:".*"\n?)+)', re.M)
    for language, name in names.items():
        out[language] = {}
        for package in ("django", "wagtail", "allauth"):
            files = glob.glob(f"{PACKAGES}/x/{package}/**/locale/{name}/LC_MESSAGES/*.po", recursive=True)
            for file in sorted(files):
                for found in entry.finditer(open(file, encoding="utf8").read()):
                    source, target = (
                        re.sub(r'"\n"', "", g.strip())[1:-1].replace("\\n", " ").replace('\\"', '"') for g in found.groups()
                    )
                    if source and target:
                        out[language][source] = target
    out["en"] = {source: source for texts in out.values() for source in texts}
    return out


def jupyterlab():
    names = dict(he="he_IL", es="es_ES", fr="fr_FR", de="de_DE", pt="pt_BR", it="it_IT", ru="ru_RU", ar="ar_SA", zh="zh_CN",
                 ja="ja_JP", ko="ko_KR", nl="nl_NL", pl="pl_PL", tr="tr_TR")
    out = {}
    for language, name in names.items():
        out[language] = {}
        files = glob.glob(f"{PACKAGES}/x/jupyterlab_language_pack_{name}/locale/*/LC_MESSAGES/*.mo")
        for file in sorted(files):
            with open(file, "rb") as opened:
                catalogue = gettext.GNUTranslations(opened)._catalog
            out[language].update({k: v for k, v in catalogue.items() if isinstance(k, str) and k and v})
    out["en"] = {source: source for texts in out.values() for source in texts}
    return out


def scratch():
    names = dict({l: l for l in LANGUAGES}, pt="pt-br", zh="zh-cn")
    folder = f"{PACKAGES}/sc/package"
    parts = sorted(glob.glob(f"{folder}/editor/*") + glob.glob(f"{folder}/www/*"))
    out = {}
    for language, name in names.items():
        out[language] = {}
        for part in parts:
            for key, value in flat(read_json(f"{part}/{name}.json")):
                out[language][os.path.basename(part) + key] = value
    return out


def jitsi():
    names = dict({l: l for l in LANGUAGES}, pt="pt-BR", zh="zh-CN")
    folder = f"{PACKAGES}/jitsi/package/lang"
    out = {l: dict(flat(read_json(f"{folder}/main-{name}.json"))) for l, name in names.items() if l != "en"}
    return dict(out, en=dict(flat(read_json(f"{folder}/main.json"))))


def emoji_names():
    """What people call an emoji and what they think of at it: everyday words, the same thing in every language."""
    out = {}
    for language in LANGUAGES:
        read = read_json(f"{PACKAGES}/cldr/package/annotations/{language}/annotations.json")
        entries = read["annotations"]["annotations"]
        out[language] = {
            emoji: ", ".join(dict.fromkeys(entry.get("tts", []) + entry.get("default", [])[:5]))
            for emoji, entry in entries.items()
        }
    return out


def untranslated_dropped(texts):
    """A translation equal to the English text is no translation."""
    english = texts["en"]
    return {l: {k: v for k, v in t.items() if l == "en" or v != english.get(k)} for l, t in texts.items()}


TRANSLATIONS = dict(  # name -> (reader, groups of translations in the fit, shortest English text)
    matrix=(matrix, 2300, 9),
    excalidraw=(excalidraw, 400, 9),
    home_assistant=(home_assistant, 1900, 14),
    django_family=(django_family, 600, 9),
    scratch=(scratch, 1500, 9),
    jupyterlab=(jupyterlab, 500, 9),
    jitsi=(jitsi, 300, 9),
    emoji_names=(emoji_names, 500, 9),
)

# --- sentences of one language: yield (text, language)


def home_assistant_requests(rng):
    names = dict({l: l for l in LANGUAGES}, pt="pt-br", zh="zh-cn")
    git_dir = os.path.join(MIRROR, "home-assistant+intents", "repo")
    for language, name in names.items():
        listed = subprocess.run(["git", "--git-dir", git_dir, "ls-tree", "-r", "--name-only", "HEAD", f"tests/{name}"],
                                capture_output=True).stdout.decode().split()
        found = []
        for file in listed:
            if "_" in os.path.basename(file)[1:]:
                tests = yaml.load(git_show("home-assistant/intents", file), yaml.CSafeLoader).get("tests") or []
                found += [sentence for test in tests for sentence in test["sentences"]]
        rng.shuffle(found)
        yield from ((sentence, language) for sentence in found[: 500 if language == "he" else 200])


def chatterbot(_rng):
    names = dict(english="en", hebrew="he", spanish="es", french="fr", german="de", portuguese="pt", italian="it",
                 russian="ru", chinese="zh", japanese="ja", korean="ko", turkish="tr")
    for file in sorted(glob.glob(f"{PACKAGES}/x/chatterbot_corpus/data/*/*.yml")):
        language = names.get(file.split("/")[-2])
        if language is None:
            continue
        try:
            talks = yaml.load(open(file, encoding="utf8"), yaml.CSafeLoader)["conversations"]
        except yaml.YAMLError:
            continue  # two of its files are not YAML
        for talk in talks:
            yield from ((line, language) for line in (talk if isinstance(talk, list) else [talk])[:3])


def snips(rng):
    path = "2017-06-custom-intent-engines/{0}/train_{0}_full.json"
    for intent in ("AddToPlaylist BookRestaurant GetWeather PlayMusic RateBook SearchCreativeWork "
                   "SearchScreeningEvent").split():
        read = json.loads(git_show("sonos/nlu-benchmark", path.format(intent), "latin1") or "{}").get(intent, [])
        found = ["".join(part["text"] for part in entry["data"]) for entry in read]
        rng.shuffle(found)
        yield from ((sentence, "en") for sentence in found[:500])


def rasa(rng):
    for domain in "banking car-purchase education fixing-internet mood restaurant retail smalltalk weather".split():
        listed = re.findall(r"^\s+- (.+)$", git_show("RasaHQ/NLU-training-data", domain + "/nlu.yml"), re.M)
        found = [re.sub(r"\[([^\]]*)\](\([^)]*\)|\{[^}]*\})", r"\1", line) for line in listed]
        rng.shuffle(found)
        yield from ((sentence, "en") for sentence in found[:700])


def nlu_evaluation(_rng):
    fold = ("CrossValidation/out4WatsonReal/Watson_2018_03_22-13_01_25_169_trainset/CrossValidation/KFold_%d/merged/"
            "intents/WatsonNluIntentsMerged_2018_03_22-13_01_25_169.csv")
    found = {}
    for k in (4, 10):
        for row in csv.reader(io.StringIO(git_show("xliuhw/NLU-Evaluation-Data", fold % k))):
            if len(row) >= 2 and 6 < len(row[0]) < 110:
                found[row[0].strip()] = True
    yield from ((sentence, "en") for sentence in found)


def wordnet():
    """English glosses and examples: counted, but not fitted to (they changed nothing that was measured)."""
    for file in glob.glob(f"{PACKAGES}/wn/package/dict/data.*"):
        for line in open(file, encoding="utf8", errors="ignore"):
            if "|" in line:
                yield line.split("|", 1)[1]


def smilechat(rng):
    path = os.environ.get("SMILECHAT")
    if not path:
        return
    found = []
    with open(path, encoding="utf8") as file:
        for line in itertools.islice(file, 1500):
            found += re.findall(r'"content":\s*"((?:[^"\\]|\\.)*)"', line)[:4]
    rng.shuffle(found)
    yield from ((sentence, "zh") for sentence in found[:2500])


SENTENCES = (home_assistant_requests, chatterbot, snips, rasa, nlu_evaluation, smilechat)


def domain():
    """Our own phrases (domain.tsv): a row a phrase, a column a language; never a sentence of a set that is measured on."""
    with open(os.path.join(HERE, "domain.tsv"), encoding="utf8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file if line.strip()]
    header = rows[0]
    for number, row in enumerate(rows[1:]):
        for language, text in zip(header, row):
            if text:
                yield text, language, f"domain.{number}"


def main():
    out, seen = [], set()
    counts = {language: collections.Counter() for language in LANGUAGES}

    def add(text, language, key=""):
        text = clean(text)
        if text and (text, language) not in seen:
            seen.add((text, language))
            out.append([text, language, key])

    def count(text, language):
        counts[language].update(words(MARKUP.sub(" ", str(text))))

    for text, language, key in domain():
        add(text, language, key)
        counts[language].update(words(text) * 20)  # the words that users of such a product say come first
    for name, (read, most, shortest) in TRANSLATIONS.items():
        texts = untranslated_dropped(read())
        for language, entries in texts.items():
            for text in entries.values():
                count(text, language)
        rng = random.Random(name)
        keys = sorted(k for k, v in texts["en"].items() if len(v) >= shortest)
        rng.shuffle(keys)
        keys.sort(key=lambda k: -(k in texts.get("he", {})) * 20 - sum(k in t for t in texts.values()))
        for key in keys[:most]:
            for language in texts:
                if key in texts[language]:
                    add(texts[language][key], language, name + key)
        print(name, {l: len(t) for l, t in texts.items()}, flush=True)
    for read in SENTENCES:
        before = len(out)
        for text, language in read(random.Random(read.__name__)):
            add(text, language)
            count(text, language)
        print(read.__name__, len(out) - before, flush=True)
    for gloss in wordnet():
        count(gloss, "en")
    random.Random("sentences").shuffle(out)
    json.dump(out, open(os.path.join(WORK, "sentences.json"), "w", encoding="utf8"), ensure_ascii=False)
    json.dump(counts, open(os.path.join(WORK, "counts.json"), "w", encoding="utf8"), ensure_ascii=False)
    print(len(out), collections.Counter(x[1] for x in out).most_common())
    print({l: (len(c), sum(c.values()), sum(n > 1 for n in c.values())) for l, c in counts.items()})


if __name__ == "__main__":
    main()
