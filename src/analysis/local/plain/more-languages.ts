import type { PlainWords } from './plain-words.ts'

/** French, Italian. */
const user: PlainWords['user'] = {
  named: {},
  patterns: {
    wrong: [
      "(c'est|ta reponse est|votre reponse est|tu as|vous avez) ..1 (faux|fausse|incorrect|incorrecte|errone|erronee|inexact|tort)",
      "(ce n'est|c'est|n'est) pas ..1 (correct|vrai|exact|la bonne reponse)",
      "(tu t'es trompe|vous vous etes trompe|tu te trompes|vous vous trompez|tu as oublie|vous avez oublie|tu n'as pas inclus|vous n'avez pas inclus|tu as invente|vous avez invente)",
      "^(faux|c'est faux|non c'est faux|incorrect|mauvaise reponse)$",
      '(hai sbagliato|ti sbagli|e sbagliato|non e corretto|risposta sbagliata|non e vero)',
      '!(si|quand|pourquoi|est ce que|se) ..4 (faux|incorrect|tort|sbagliato)',
      '!(vrai|vero) (ou|o) (faux|falso)',
      '!(faux|sbagliato) (de|mentir|mentire|rubare|uccidere) ..2',
    ],
    beside: [
      "(ce n'est|c'est|n'est) pas ..1 (ce que j'ai (demande|dit)|ce que je demande|la question)",
      "(tu n'as pas|vous n'avez pas) ..1 (repondu|compris)",
      "^(non|mais)? ..1 (j'ai pas|je n'ai pas) demande ..3",
      '(non e quello che ho chiesto|non hai (capito|risposto))',
    ],
    astray: [
      "(ce n'est|c'est|n'est) pas ..1 (ce que j'ai voulu|ce que je (veux|voulais))",
      "^(non|mais)? ..1 (j'ai pas|je n'ai pas) dit ..3",
    ],
    amiss: [
      '(pas|non|jamais|rien|aucun|aucune|sans|encore|toujours|deja|manque|faux|erreur|probleme|seulement|meme|pourquoi|ancora|gia|sbagliato|errore|problema|solo|stesso|perche|mai)',
      '(au lieu de|devrait (etre|avoir)|dovrebbe essere|invece di)',
    ],
    insists: [
      '(verifie|verifiez|essaie|essayez|regarde|controlla|prova|riprova) ..2 (encore|a nouveau|de nouveau|ancora|di nuovo)',
      "(quand meme|malgre tout|j'insiste|exception|tu es sur|vous etes sur|sei sicuro|comunque|eccezione)",
      "(il n'y a|y a t il|il y a) ..1 (aucun|aucune|pas|un|une)? ..1 (moyen|facon|autre|solution)",
      "^(mais|oui|non|s'il te plait|ma|si|per favore)? ..1 (juste|simplement|solo) ..1 (dis|donne|fais|reponds|ecris|dimmi|dammi|fai|rispondi|scrivi)",
    ],
    unfinished: [
      "(c'est|est|a ete|s'est) (coupe|coupee|incomplet|incomplete|tronque|tronquee|arrete|arretee)",
      "(tu n'as pas|vous n'avez pas|tu n'as jamais) ..1 (fini|termine|complete)",
      '(la suite|le reste|code complet|reponse complete)',
    ],
    'own-slip': [
      "j'ai oublie (de|d) (dire|preciser|mentionner|ajouter) ..2",
      "(je me suis mal exprime|je me suis mal exprimee|je n'ai pas ete clair|je n'ai pas ete claire|je me suis trompe|erreur de ma part)",
      'ho dimenticato di (dire|menzionare|aggiungere) ..2',
    ],
    rewords: [
      '(je voulais dire|je parlais de|je veux dire|plus precisement|pour preciser|intendevo|volevo dire)',
    ],
    displeased: [
      "(c'est|tu es|vous etes|ta reponse est|cette reponse est) ..1 (nul|nulle|inutile|honteux|ridicule|n'importe quoi|une blague|decevant|du foutage|pathetique|lamentable|une honte)",
      "(ca ne (sert|m'aide|aide) ..2 (rien|pas)|perte de temps|j'en ai marre|tu te moques de moi|vous vous moquez|a quoi tu sers|arrete de (repeter|t'excuser|mentir)|je l'ai deja dit|reponse baclee)",
      '(che schifo|non servi a niente|sei inutile|e inutile|risposta inutile)',
      '!(chanson|paroles|histoire|personnage|il|elle|film) ..5 (nul|nulle|ridicule|inutile)',
    ],
  },
  notEnglish: true,
}

const assistant: PlainWords['assistant'] = {
  named: {},
  patterns: {
    owns: [
      "(je me suis trompe|je me suis trompee|j'ai fait une erreur|j'ai mal (pose|calcule)|c'est mon erreur|mon erreur|autant pour moi|au temps pour moi|j'ai oublie de|j'ai invente)",
      '(ich habe mich (geirrt|verrechnet|vertan)|mein fehler|ich habe ..3 (verwechselt|ubersehen)|da habe ich ..3 (falsche|falschen|verwechselt))',
      '(me enganei|eu errei|cometi um erro|falha minha|erro meu|confundi (o|a)|inventei o)',
      '(ho sbagliato|mi sono sbagliato|errore mio)',
      '!(wenn|falls|si|se) ..4 (fehler|erreur|erro|errore)',
    ],
    regrets: [
      "(desole|desolee|excuses|excuse|excusez moi|pardon|m'excuse) ..2 (pour|de) ..2 (erreur|erreurs|inexactitude)",
      '(entschuldigung|entschuldige|entschuldigen|tut mir leid|verzeihung) ..3 fur ..2 (fehler|verwechslung|irrtum|falsche)',
      '(desculpa|desculpe|desculpas|perdao|sinto muito) ..3 (pelo|pela|por) ..2 (erro|erros|engano|equivoco)',
      '(mi scuso per ..2 errore|foi mal)',
      '!(wenn|falls|si|se) ..4 (fehler|erreur|erro|errore)',
    ],
    misread: [
      "(j'ai mal (compris|lu|interprete)|ich habe ..3 (falsch|miss) verstanden|missverstanden|entendi errado|entendi mal|ho capito male|ho frainteso)",
    ],
    agrees: [
      '^(oui|ah|desole|pardon)? ..1 (vous avez raison|tu as raison)',
      '^(ja|ah|oh)? ..1 (du hast recht|sie haben recht)',
      '^(sim|ah)? ..1 (tem razao|voce tem razao|tens razao|voce esta certo|hai ragione)',
    ],
    sorry: [
      '(desole|desolee|excuses|excuse|pardon) ..2 pour (la|le|cette) (confusion|malentendu)',
      '(entschuldigung|entschuldige|entschuldigen|tut mir leid) ..3 (verwirrung|missverstandnis)',
      '(desculpa|desculpe|desculpas) ..2 (pela|pelo) (confusao|mal entendido)',
      '(desole|desolee|pardon|excusez moi) ..1 (vous avez|tu as) raison|(vous avez|tu as) raison ..2 (desole|desolee|pardon|excusez moi)',
      '(entschuldigung|tut mir leid|verzeihung) ..1 (du hast|sie haben) recht|(du hast|sie haben) recht ..1 (entschuldigung|tut mir leid|verzeihung)',
      '(desculpa|desculpe|perdao) ..1 (voce)? (tem|tens|esta) (razao|certo)|(tem razao|tens razao|esta certo) ..1 (desculpa|desculpe|perdao)',
      '(scusa|mi scuso|mi dispiace) ..1 hai ragione|hai ragione ..1 (scusa|mi scuso|mi dispiace)',
    ],
    stands: [
      '(desole|desolee|pardon|excuse) ..1 mais|(cependant|toutefois|neanmoins|en fait|en realite)',
      '(tut mir leid|entschuldigung) ..1 aber|(jedoch|allerdings|tatsachlich|trotzdem)',
      '(desculpe|desculpa|sinto muito) ..1 mas|(no entanto|porem|na verdade|na realidade)',
      '(mi dispiace|scusa) ..1 ma|(tuttavia|in realta)',
    ],
  },
  notEnglish: true,
}

export const romancePlain: PlainWords = { user, assistant }

/** German, Portuguese, Russian, Chinese, Arabic. */
const others: PlainWords['user'] = {
  named: {},
  patterns: {
    wrong: [
      '(das|deine antwort|ihre antwort|dein code|die antwort) (ist|sind|war|stimmt) ..1 (falsch|nicht richtig|nicht korrekt|nicht wahr|nicht|unsinn)$',
      '^(nein)? ..1 (das ist falsch|das stimmt nicht|das ist nicht richtig|falsche antwort)',
      '^falsch$',
      '(du hast|sie haben|ihr habt) ..3 (vergessen|ubersehen|falsch|erfunden|verwechselt)',
      '(das|die) ..1 (gibt es|gibts|existiert) (nicht|gar nicht|garnicht)',
      '(isso|sua resposta|a resposta|esta) ..1 (esta errado|esta errada|errado|errada|nao e verdade|nao esta certo|nao esta correto|incorreto|falso)',
      '(voce (errou|se enganou|esqueceu|inventou|esta errado)|inventou tudo)',
      '(это|ответ|твой ответ|ваш ответ) (неправильно|неверно|неправда|не так|ошибка|неправильный|неверный|не верно|не правильно)',
      '(ты ошибся|вы ошиблись|ты ошибаешься|вы ошибаетесь|ты забыл|вы забыли)',
      '^(неправильно|неверно|неправда|ошибка)',
      '(你(错了|说错了|写错了|搞错了|弄错了|算错了|漏了|忘了|说的不对|答错了)|这是错的|回答错误)',
      '^(不对|错了|这不对|不是这样的)$',
      '(غلط|خطأ|مو صحيح|غير صحيح|ليس صحيحا|هذا خطأ|انت مخطئ|أنت مخطئ)',
      '!(richtig|wahr) oder falsch',
      '!(falsch|errado) (zu|wenn|man|que|mentir|roubar|matar) ..1',
      '!(wenn|falls|ob|warum|was) ..3 (falsch|nicht richtig)',
      '!(se|quando|porque|por que) ..3 (errado|errada|incorreto)',
      '!(если|почему|что|где) ..3 (неправильно|ошибка|неверно|не так)',
      '!(لماذا|اذا|إذا|هل|ما هو|أين) ..3 (خطأ|غلط)',
    ],
    beside: [
      '(das war nicht die frage|das ist nicht (das)? was ich (gefragt|gesagt|gemeint) ..1|das habe ich nicht gefragt|das hab ich nicht gefragt)',
      '(du hast|sie haben|ihr habt) ..3 (nicht beantwortet|nicht verstanden|missverstanden|falsch verstanden)',
      '(voce (nao respondeu|nao entendeu)|nao foi (isso que|o que) (eu)? (pedi|perguntei)|nao e (isso que|o que) (eu)? (pedi|perguntei)|nao pedi ..3)',
      '(ты не ответил|вы не ответили|ты не понял|вы не поняли|я не про|я не это спрашивал|я не это спросил|не то что я (просил|спрашивал|спросил))',
      '(你理解错了|答非所问|没有回答我的问题|没回答我的问题|不是我(要问|问|说|想问)的)',
      '(لم تجب|ما جاوبت|ليس ما طلبت|ما طلبت ..2)',
    ],
    astray: [
      '(das ist nicht (das)? was ich (wollte|will|suche|brauche))',
      '(nao e (isso que|o que) (eu)? quero)',
      '(я не это|я просил ..4)',
      '^не то',
    ],
    amiss: [
      '(nicht|kein|keine|keinen|nein|nie|noch|schon|fehlt|fehlen|falsch|fehler|problem|statt|nur|gleiche|selbe|warum|sollte)',
      '(nao|nunca|nada|sem|ainda|ja|falta|faltou|errado|errada|erro|problema|mesmo|mesma|por que|em vez de|deveria ser)',
      '(не|нет|никогда|опять|снова|все еще|всё ещё|уже|ошибка|неправильно|проблема|вместо|только|почему|должно быть)',
      '(不|没|没有|还是|仍然|又|已经|错|错了|问题|应该|为什么)',
      '(ليس|لا|لم|لن|ما زال|لا يزال|مرة أخرى|ناقص|خطأ|غلط|مشكلة|بدل|فقط|لماذا|مو|مش)',
    ],
    insists: [
      '(pruf|prufe|versuch|versuche|schau) ..2 (noch einmal|nochmal|erneut)|(trotzdem|ausnahme|bist du sicher|sind sie sicher|ich bestehe darauf)|gibt es ..2 (keine|irgendeine|wirklich) ..1 (moglichkeit|weg)',
      '(verifique|tente|confira|verifica|tenta) ..2 (de novo|novamente)|(mesmo assim|excecao|tem certeza|insisto)|nao ha ..1 (nenhuma)? (forma|maneira|jeito)',
      '(проверь|проверьте|попробуй|попробуйте) ..2 (еще раз|снова)|(все равно|всё равно|исключение|ты уверен|вы уверены|я настаиваю)|(нет ли|неужели нет|есть ли) ..2 (способ|возможности|возможность)',
      '(再(查|试|想|看)(一下|一次|看看)?|你确定|无论如何|例外|真的没有(办法|其他))',
      '(تحقق|جرب|حاول) ..1 (مرة أخرى|ثانية)|(هل أنت متأكد|متأكد|استثناء|على أي حال)|(لا يوجد|هل هناك) ..1 (طريقة|حل)',
    ],
    unfinished: [
      '(abgebrochen|abgeschnitten|unvollstandig|nicht (fertig|vollstandig|zu ende)|den rest|der rest|vollstandigen code)',
      '(cortou|foi cortado|foi cortada|incompleto|incompleta|nao terminou|nao acabou|o resto|codigo completo)',
      '(обрезано|оборвалось|оборвался|не закончил|не закончили|не дописал|не полностью|остальное|полный код)',
      '(没写完|没说完|不完整|断了|被截断|剩下的|完整(的)?代码)',
      '(لم تكمل|ما كملت|ناقص|غير مكتمل|الباقي)',
    ],
    'own-slip': [
      '(ich habe|hab) vergessen zu ..3|(mein fehler|habe mich (vertippt|unklar ausgedruckt|falsch ausgedruckt))',
      '(esqueci de (dizer|mencionar|falar)|me expressei mal|erro meu|nao fui claro|nao fui clara)',
      '(забыл (сказать|добавить|упомянуть)|забыла (сказать|добавить|упомянуть)|моя ошибка|я неточно)',
      '(我(忘了说|打错了|说错了|没说清楚|写错了))',
      '(نسيت (اقول|أن أقول|اذكر|أن أذكر)|خطئي|لم أوضح)',
    ],
    rewords: [
      '(ich (meine|meinte)|damit meine ich|genauer gesagt)',
      '(quis dizer|eu quero dizer|me refiro|estava falando|ou seja)',
      '(я имел в виду|я имела в виду|имею в виду|я говорю о|точнее)',
      '(我的意思是|我是说|我指的是|我说的是)',
      '(أقصد|اقصد|قصدي|كنت أقصد)',
    ],
    displeased: [
      '(das ist|du bist|ihr seid|deine antwort ist|die antwort ist) ..2 (nutzlos|mull|schlecht|schwachsinn|quatsch|bloedsinn|unfassbar|lacherlich|ein witz|scheisse|unbrauchbar|peinlich|enttauschend|keine hilfe|nicht hilfreich)',
      '(was soll der mist|zeitverschwendung|das hilft mir nicht|hilft mir nicht weiter|hor auf zu|hab ich doch gesagt|habe ich doch gesagt|ich hab es satt|ihr habt doch alle keine ahnung|willst du mich verarschen)',
      '^(unfassbar|lacherlich|nutzlos)$',
      '(isso|voce|sua resposta|essa resposta) ..2 (inutil|lixo|pessimo|pessima|ridiculo|uma vergonha|uma piada|uma porcaria|um desrespeito|uma perda de tempo)',
      '(nao serve (pra|para) nada|nao serve de nada|nao ajuda em nada|perda de tempo|ta de brincadeira|ja (falei|disse) ..2|pare de (repetir|pedir desculpas|mentir)|que empresa lixo|resposta preguicosa)',
      '(бесполезно|бесполезный ответ|бесполезен|ужасный сервис|отвратительный сервис|вы издеваетесь|ты издеваешься|ты тупой|тупой бот|бред|что за бред|позор|зачем ты (тогда)? нужен|не помогло|не помогает|пустая трата времени|я уже (говорил|сказал|писал|спрашивал))',
      '((你|回答|你们|系统|软件|客服|机器人) ..2 (太差了|没用|垃圾|敷衍)|浪费我的时间|你在(说|讲|干)什么|别敷衍|什么破|你是不是傻|听不懂人话|我(已经)?说过了)',
      '(خدمة (سيئة|تعبانة|زفت)|بلا فائدة|عديم الفائدة|ما (منك|فيك) فايدة|وش فايدتك|تضييع وقت|مضيعة للوقت|سخيف|هذا سيء|قلت لك قبل)',
      '!(lied|geschichte|film|musica|historia|песня|история|текст) ..5 (schlecht|nutzlos|inutil|lixo|бред|позор)',
    ],
  },
  notEnglish: true,
}

const othersAssistant: PlainWords['assistant'] = {
  named: {},
  patterns: {
    owns: [
      '(я ошибся|я ошиблась|моя ошибка|моя вина|я перепутал|обсчитался|виноват)',
      '(我错了|是我写错了|我写错了|我算错了|我弄错了|我搞错了|我漏(写|说)了|(抱歉|对不起)(之前|刚才|前面)?的?(回答|答案)(有误|错误))',
      '(أخطأت|خطئي)',
      '!(если|如果) ..4 (ошибку|ошибся|错)',
    ],
    regrets: [
      '(извините|прошу прощения|простите|приношу извинения|извиняюсь) ..2 за ..2 (ошибку|ошибки|неточность|неверн*)',
      '(أعتذر عن الخطأ|اعتذر عن الخطأ|آسف على الخطأ)',
      '!(если|如果) ..4 (ошибку|ошибся|错)',
    ],
    misread: [
      '(я неправильно понял|неверно понял|неправильно поняла)',
      '(我理解错了|我看错了)',
      '(فهمت (طلبك|الكلمة) (غلط|خطأ))',
    ],
    agrees: [
      '^(да)? ..1 (вы правы|ты прав|ты права)',
      '(您说得对|你说得对|您说的对|你说的对|您是对的|你是对的)',
      '(معك حق|أنت محق|انت محق|صدقت|أنت على حق)',
    ],
    sorry: [
      '(извините|прошу прощения|простите) ..1 за ..1 (путаницу|недоразумение)',
      '(извините|прошу прощения|простите) ..1 (вы правы|ты прав|ты права)|(вы правы|ты прав|ты права) ..1 (извините|прошу прощения|простите|извини|прости)',
      '(抱歉|对不起|不好意思) ..3 (您|你)(说得对|说的对|是对的)|(您|你)(说得对|说的对|是对的) ..3 (抱歉|对不起|不好意思)',
      '(آسف|أعتذر|اعتذر|عذرا) ..2 (معك حق|أنت محق|انت محق|أنت على حق)|(معك حق|أنت محق|انت محق|أنت على حق) ..2 (آسف|أعتذر|اعتذر|عذرا)',
    ],
    stands: [
      '(извините|простите) ..1 но|(однако|тем не менее|на самом деле)',
      '(但是|不过|实际上|事实上)',
      '(ومع ذلك|لكن|في الواقع)',
    ],
  },
  notEnglish: true,
}

export const othersPlain: PlainWords = { user: others, assistant: othersAssistant }
