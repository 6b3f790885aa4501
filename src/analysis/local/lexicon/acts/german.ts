import type { Lexicon } from '../lexicon.ts'

/** What a turn does, in German. Umlauts are folded away. */
const user: Lexicon['user'] = {
  notEnglish: true,
  named: {},
  patterns: {
    praise: [
      '(super|toll|perfekt|klasse|genial|prima|spitze|mega|hammer|wunderbar|ausgezeichnet|geil|top|sehr gut|genau richtig|genau das|genau so|gefallt mir|liebe es|danke|passt perfekt|hat geklappt|funktioniert jetzt|lauft jetzt) ..1',
      '!(nicht|ware|wenn|aber|kein) ..2 (super|toll|perfekt|klasse|genial|gut|genau|geil)',
    ],
    repeat: [
      '(nochmal|noch einmal|noch mal|wie gesagt|ich wiederhole|ich frage|meine frage|ich habe doch|hab doch|hatte doch|zum dritten mal|zum zweiten mal|immer noch) ..4',
      '(du hast|sie haben) ..2 (nicht|immer noch nicht) ..2 (beantwortet|geantwortet|verstanden|gemacht) ..1',
    ],
    correction: [
      '^(nein|ne|nee|warte|moment|aber|eigentlich|halt|doch|sorry|hm) ..1 (das|ich|es|die|der|du|nicht|so|sie|wir|da)',
      '(ich) ..1 (meinte|meine|wollte|sagte|hatte|habe|hab|sprach|bat) ..6 (gemeint|gesagt|gefragt|gebeten|gewollt|nicht|von|um|doch)?',
      '(bist du|sind sie) ..1 sicher',
      '(sollte|soll|muss|musste|sollten) ..4 (sein|heissen|lauten|haben|stehen|kommen)',
      '(korrigier*|uberpruf*|rechne|zahl|pruf*|verbesser*|andere) ..2 (das|es|nochmal|nach|bitte|den|die|mal)',
      '(zu) (lang|kurz|formell|kompliziert|allgemein|langsam|schnell|ahnlich|laut|leise)',
    ],
    callsWrong: [
      '(das|es|die|der|dein|deine|ist|sind|war|stimmt|waren) ..3 (falsch|nicht richtig|nicht korrekt|nicht wahr|nicht das|stimmt nicht|nicht so|ein fehler|unsinn|quatsch|nicht ganz|ungenau|nicht die|nicht der|verkehrt|nicht gemeint)',
      '(stimmt|passt|stimmen) ..1 nicht',
      '(du|sie) ..1 (hast|haben|liegst|liegen|verwechselst|irrst|widersprichst) ..5 (vergessen|verwechselt|geirrt|falsch|daneben|erfunden|ubersehen|verdreht|ausgelassen|weggelassen|wiederholt|geandert|missverstanden|dich|dir|verrechnet|verzahlt)',
      '(da|hier|es) ..1 (ist|sind|gibt|fehlt|fehlen) ..3 (fehler|falsch|etwas|zeile|noch|die|der|das)',
      '(nicht) ..1 (das|was|wie|so) ..1 (ich|gemeint|wollte|gesucht|gewollt|gefragt)',
    ],
    notWorking: [
      '(geht|funktioniert|klappt|lauft|ladt|offnet|startet|reagiert|passiert|hilft|kommt|tut|spielt) ..3 (nicht|nichts|nix|gar nicht|immer noch nicht|leider nicht)',
      '(gleich*|selb*|wieder|neu*|ander*|immer|ein*|folgend*|den|die|bekomm*|kommt) ..2 (fehler|fehlermeldung|problem|exception|absturz) ..2',
      '(ich|hab|habe) ..2 (probiert|versucht|gemacht|installiert|neu gestartet|ausgefuhrt|getestet|geklickt|befolgt) ..5',
      '(sturzt|hangt|friert|bleibt|crasht|abgesturzt|eingefroren|hangengeblieben|kaputt|leer) ..3',
      '(kann|konnte|lasst|komme) ..3 nicht ..2 (offnen|herunterladen|starten|verbinden|laden|installieren|abspielen|speichern|einloggen|horen|rein)',
    ],
    goOn: [
      '^(bitte|ok|ja|und|los|gut)? ..1 (weiter|weitermachen|mach weiter|schreib weiter|fortsetzen|fortfahren|fahr fort|weiter bitte|rest|und weiter|weiter gehts|mehr|setz fort|beende|vervollstandige) ..1 (bitte|so|schreiben|gehts|machen)?$',
      '(mach|schreib|fahr|setz|geh) ..3 (weiter|fort)',
      '(wo|da|dort) ..3 (aufgehort|stehengeblieben|abgebrochen|unterbrochen|stehen geblieben)',
      '(antwort|text|code|satz|nachricht|liste|es|du|das|die) ..3 (abgebrochen|abgeschnitten|unvollstandig|bricht ab|hort auf|mittendrin|nicht fertig|unterbrochen|aufgehort|bricht) ..2',
      '(der rest|den rest|restliche*|das ende|die fortsetzung|fehlt noch) ..2',
    ],
    person: [
      '(mit|einen|einem|eine|jemand*) ..3 (mensch*|mitarbeiter*|person|berater*|kundenservice|support|echten|vorgesetzt*|menschen|jemandem|jemanden|kollegen) ..3 (sprechen|reden|verbinden|haben|kontakt|verbunden|weiterleiten|bitte)?',
      '(echter mensch|mitarbeiter|menschen|kundendienst|kundenservice|support) (bitte|sprechen)?$',
      '(telefonnummer|hotline|email|e mail) ..3 (support|kundenservice|service|euch|kontakt)?',
      '!(lied|song|geschichte|text|uber|schreib*) ..4 (mensch*|person|jemand*)',
    ],
    chat: [
      '(wie geht|wie gehts|was machst du|was geht|wer bist du|bist du ein|haha|hahaha|lol|gute nacht|bis bald|bis morgen|tschuss|ciao|schonen tag|schones wochenende|auf wiedersehen|freut mich|guten morgen)',
      '^(hallo|hi|hey|moin|servus|guten tag|guten abend|guten morgen|tschuss|gute nacht|na)$',
    ],
    displeasure: [
      '(nutzlos|schlecht|furchtbar|frustrier*|nervt|nervig|lacherlich|armselig|katastrophe|unverschamt*|peinlich|enttausch*|sauer|genervt|blod|dumm|idiot*|mull|schrott|scheisse|scheiss|unmoglich|frechheit|zum kotzen|witz|unbrauchbar|schwachsinn|verarsch*|sinnlos|mist|schnauze|unterirdisch|geht gar nicht)',
      '(zeit|geld) ..1 (verschwend*|verschwendung|umsonst)|(zeitverschwendung|geldverschwendung)',
      '(wie oft|schon wieder|jedes mal|im kreis|standig|andauernd|zum x|immer wieder|hundertmal) ..3',
      '(du|sie) ..1 (horst|verstehst|liest|hilfst|kapierst) ..3 (nicht|nie|uberhaupt|gar)',
      '!(lied|song|geschichte|chef|freund|freundin|mutter|uber|brief|text|ubersetz*|figur) ..5 (nervt|sauer|enttausch*|dumm|frustrier*|furchtbar|schlecht|idiot*)',
    ],
    leaving: [
      '(vergiss|egal|lass|lassen|schon gut|hat sich erledigt|erledigt|ich geb|ich gebe|geb auf|brauche nicht mehr|brauch ich nicht|nicht mehr notig|macht nichts|lassen wir) ..4',
      '(ich) ..1 (mach|mache|such|suche|frag|frage|schau|nehme|google|versuch|versuche) ..4 (selbst|selber|woanders|allein*|jemand|anderes|anders|anderen|von hand)',
      '(ein andermal|spater|anderes mal|morgen dann)',
    ],
  },
}

const assistant: Lexicon['assistant'] = {
  notEnglish: true,
  named: {},
  patterns: {
    admission: [
      '(du hast|sie haben|da hast du|da haben sie|stimmt) ..3 (recht)',
      '(mein|ein) (fehler|versehen|irrtum) ..2',
      '(ich) ..1 (habe|hab|war|lag) ..6 (geirrt|verwechselt|vergessen|ubersehen|missverstanden|falsch|vertan|verrechnet|verzahlt|ausgelassen|einen fehler|durcheinander|erfunden|weggelassen)',
      '(entschuldigung|entschuldige|entschuldigen|sorry|tut mir leid|verzeihung|bitte um|danke) ..4 (fur|dass|der|fur den|fur die) ..4 (fehler|verwirrung|irrtum|missverstandnis|versehen|hinweis|korrektur|vergessen|falsch*|auslassung|verwechslung|wiederholung)',
      '(meine|meiner|die|mein) ..1 (antwort|angabe|version|rechnung|vorherige*|letzte*|fruhere*) ..3 (war|enthielt|hatte) ..2',
      '(hier ist|hier kommt|hier) ..3 (korrigiert*|richtige*|verbessert*|fehlende*|berichtigt*)',
      '(ich) ..1 (korrigiere|berichtige|verbessere|mache) ..3',
      '(gut aufgepasst|guter hinweis|gut gesehen|richtig bemerkt|danke fur den hinweis)',
    ],
    inability: [
      '(ich|wir|hitcraft|die app) ..1 (kann|konnen|darf|bin|vermag) ..6 (nicht|leider nicht|keine|keinen|kein|nicht in der lage|nicht moglich)',
      '(als|bin) ..1 (ein|eine|nur ein)? ..1 (ki|kunstliche|sprachmodell|assistent|programm|textbasiert*) ..2',
      '(ich|wir) ..1 (habe|haben|besitze) ..2 (keinen|keine|kein) ..2 (zugriff|zugang|moglichkeit|fahigkeit|funktion|option|berechtigung) ..2',
      '!(wenn|falls|du|sie) ..1 (kannst|konnen) ..2 nicht',
    ],
    notPossible: [
      '(ist|sind|gibt|wird|werden|geht) ..3 (nicht|leider nicht|noch nicht|derzeit nicht|aktuell nicht) ..2 (verfugbar|moglich|unterstutzt|vorgesehen|enthalten|vorhanden|machbar)',
      '(gibt es) ..2 (nicht|keine|keinen|kein|noch nicht) ..2',
    ],
    disclaims: [
      '(ich) ..1 (habe|besitze) ..2 (keine|keinen) ..2 (gefuhle|meinung|meinungen|vorlieben|emotionen|korper|geschmack)',
      '(ich bin) ..1 (kein|keine) ..2',
    ],
    unclear: [
      '(nicht) ..2 (sicher|klar|verstanden|ganz) ..3 (was|ob|welche|wie|gemeint)',
      '(ich) ..1 (verstehe|habe) ..3 nicht ..1 (verstanden|was)?',
      '(genauer|prazisieren|umformulieren|mehr kontext|mehr informationen|mehr details)',
    ],
    evenSo: [
      '(aber|jedoch|allerdings|trotzdem|stattdessen) ..1 (ich kann|kann ich|hier|gerne|generell|gibt es|du kannst|sie konnen)',
    ],
    cannotOpen: [
      '(nicht|keine|keinen|kein) ..4 (offnen|zugreifen|sehen|lesen|anhoren|horen|abrufen|aufrufen|besuchen|zugriff|anschauen|ansehen|laden) ..3',
      '(link*|datei*|bild*|foto*|video*|dokument*|webseite*|website*|seite*|internet|anhang|anhange|url*|audio*|pdf*) ..4 (nicht|keine|kein) ..2 (offnen|zugreifen|sehen|lesen|anhoren|horen|abrufen|aufrufen|ansehen|laden)',
      '(keinen|kein) (zugriff|zugang) ..1 (auf|zu|zum) ..3 (internet|link*|datei*|web*|seite*|bild*|dokument*)',
    ],
    unknowing: [
      '(ich|wir|dazu|mir|daruber) ..2 (habe|haben|liegen|fehlen|besitze) ..3 (keine|keinen|nicht genug) ..2 (information*|daten|kenntnis*|angaben|wissen|details|ahnung|antwort)',
      '(ich) ..1 (weiss|kenne|bin) ..3 (nicht|leider nicht|nicht sicher|keine)',
      '(mein|meine) ..1 (wissen|kenntnisse|daten|wissensstand|trainingsdaten) ..3',
      '(unbekannt|nicht bekannt|sagt mir nichts) ..2',
    ],
    nothingFound: [
      '(keine|keinen|kein|nichts) ..4 (gefunden|verfugbar|treffer|ergebnisse|frei|vorhanden|platze|passende*) ..1',
    ],
    handOver: [
      '(ich|wir) ..1 (verbinde|leite|gebe|reiche|ubergebe|stelle|kann) ..5 (weiter|kolleg*|mitarbeiter*|team|support|menschen|durch|verbinden|weiterleiten|spezialist*)',
      '(wende|wenden|kontaktier*|ruf|rufen|schreib|schreiben|frag|fragen|melde|melden) ..4 (support|kundenservice|kundendienst|team|bank|arzt|anwalt|fachmann|hersteller|service|anbieter|hotline|mitarbeiter*|experten)',
    ],
    asksBack: [
      '(welche*|was|wann|wo|wie viele|wieviel|wie viel|wer|wohin|wie lang) ..5 (du|sie|soll|ist|sind|mochtest|mochten|willst|brauchst|bevorzug*|hast|haben|stil|tempo) ..3',
      '(kannst|konntest|konnen|konnten) ..1 (du|sie) ..3 (sagen|geben|nennen|beschreiben|schicken|bestatigen|erklaren|einfugen|prazisieren|mitteilen|verraten)',
      '(ich) ..1 (brauche|benotige) ..4',
      '(sag|sagen|nenn|nennen|schick|schicken|gib|geben|teile|beschreib|verrat*) ..1 (mir|sie mir|bitte) ..3',
      '(soll|mochtest|mochten|willst|wollen) ..1 (ich|du|sie) ..6',
    ],
    resumes: [
      '(hier ist|hier kommt|hier) ..1 (der rest|die fortsetzung|der fehlende|der zweite)',
      '^(weiter geht|fortsetzung|ich setze fort)',
    ],
    closing: [
      '(gern geschehen|gerne|bitte schon|kein problem|viel spass|viel erfolg|schonen tag|freut mich|jederzeit|nichts zu danken|viel gluck)',
      '(noch etwas|sonst noch|wie kann ich) ..3',
    ],
    regret: ['(leider|bedauerlicherweise|tut mir leid|ich furchte|bedauere)'],
    fault: [
      '(ein|es|es ist|es gab|da ist) ..3 (fehler|problem|storung|ausfall|panne) ..2 (aufgetreten|passiert|gab|unterlaufen|technisch*|server*|beim|mit)?',
      '(etwas|was) ..1 (ist)? ..1 (schiefgelaufen|schief gelaufen|schiefgegangen|kaputt)',
      '(fehlgeschlagen|gescheitert|abgebrochen|abgesturzt|nicht abgeschlossen|nicht geladen|nicht gespeichert) ..2',
      '(versuch*|probier*) ..3 (spater|erneut|nochmal|noch einmal)',
      '(server|system|dienst) ..3 (nicht erreichbar|uberlastet|antwortet nicht|reagiert nicht|ausgefallen|nicht verfugbar)',
    ],
    announcement: [
      '(ich) ..1 (schaue|prufe|suche|bereite|beginne|fange|starte|kummere|mache|sehe|schicke|sende|melde|erstelle|exportiere|werde|rendere|lade) ..5 (gleich|jetzt|sofort|mal|nach|vor|an|mich|dir|ihnen|kurz|prufen|senden|schicken|melden|erstellen)',
      '(einen moment|moment bitte|eine sekunde|kurz geduld|sekunde|einen augenblick|gleich|bin dran|in wenigen|in kurze|ein paar minuten|dauert)',
      '(lass|lassen sie) mich ..4',
    ],
    done: [
      '(ich habe|habe|wurde|wurden|ist|sind) ..5 (gebucht|storniert|gesendet|verschickt|erstellt|hinzugefugt|aktualisiert|gespeichert|bestatigt|geandert|geloscht|exportiert|erledigt|erstattet|reserviert|hochgeladen|fertig|entfernt|ersetzt)',
      '(erledigt|fertig|hier ist|hier sind|bitte sehr|hier kommt) ..3',
    ],
    refusal: [
      '(das|da|dabei|hierbei|damit) ..1 (kann|werde|mochte|darf) ..1 ich ..4 (nicht|leider nicht)',
      '(ich) ..1 (werde|mochte|darf|lehne) ..5 (nicht|ab|keine|kein)',
      '(illegal|gefahrlich|unangemessen|gegen meine|gegen unsere|nicht erlaubt|richtlinien) ..2',
    ],
  },
}

export const germanActs: Lexicon = { user, assistant }
