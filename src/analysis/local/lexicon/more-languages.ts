import type { Lexicon } from './lexicon.ts'

/** What carries over with few words: thanks, trouble, giving up, declining. Less is known of these. */
const user: Lexicon['user'] = {
  named: {},
  patterns: {
    thanks: [
      '(merci|merci beaucoup|danke|dankeschön|vielen dank|obrigado|obrigada|valeu|grazie|شكرا|شكرا لك|مشكور|спасибо|благодарю|谢谢|感谢|多谢|ありがとう|감사합니다|고마워|teşekkürler|dziękuję|bedankt|tack)',
      '!(non merci|nein danke|não obrigado|нет спасибо|不用谢|不谢)',
    ],
    praise: [
      '(génial|parfait|super idée|excellent|j’adore|magnifique|perfekt|super|toll|wunderbar|perfeito|ótimo|adorei|incrível|ممتاز|رائع|отлично|супер|прекрасно|здорово|太好了|太棒了|太美了|完美|很好|特别喜欢|真棒)$',
      '^(génial|parfait|excellent|magnifique|perfekt|toll|wunderbar|perfeito|ótimo|adorei|ممتاز|رائع|отлично|супер|прекрасно|здорово|太好了|太棒了|太美了|完美|真棒)',
    ],
    complaint: [
      '(nul|c’est nul|inutile|décevant|déçu|déçue|ça ne marche pas|ne fonctionne pas|pas ce que j’ai demandé|nutzlos|schlecht|enttäuscht|enttäuschend|funktioniert nicht|nicht was ich|inútil|péssimo|decepcionante|não funciona|não é o que|بلا فائدة|سيء|لا يعمل|مخيب|бесполезно|ужасно|не работает|разочарован|не то что я|这没用|没有帮助|完全没用|太差了|不是我要的答案|你没有回答|答非所问|对你太失望|太失望了没用)',
      '!不对吗',
    ],
    giveUp: [
      '(laisse tomber|oublie ça|tant pis|j’abandonne|vergiss es|egal ich|ich gebe auf|deixa pra lá|esquece|desisto|انس الامر|لا يهم|забудь|не важно|сдаюсь|算了|不用了|放弃了)',
    ],
    waiting: [
      '(toujours rien|j’attends encore|immer noch nichts|wo ist die datei|ainda nada|cadê|لم يصل|أين الملف|всё ещё жду|где файл|где мой|还没有|还没收到|在哪里)',
    ],
    languageAsk: [
      '(traduis|traduire|traduction|übersetze|übersetzung|traduza|traduzir|tradução|ترجم|ترجمة|переведи|перевод|翻译|en anglais|auf englisch|em inglês|بالإنجليزية|на английском|英文|用英语)',
    ],
    languageComplaint: [
      '(en français s’il|réponds en français|auf deutsch bitte|em português por favor|بالعربية من فضلك|по русски пожалуйста|请用中文|用中文|说中文)',
    ],
    ask: [
      '(peux tu|pouvez vous|est ce que|comment|je veux|je voudrais|j’ai besoin|aide moi|kannst du|können sie|wie|ich möchte|ich will|ich brauche|você pode|como|quero|preciso|pode me|هل يمكن|كيف|أريد|اريد|ممكن|можешь|можно|как|хочу|мне нужно|помоги|可以|能不能|怎么|如何|我想|帮我|请)',
    ],
    opening: [
      '^(bonjour|salut|bonsoir|hallo|guten tag|olá|oi|bom dia|مرحبا|السلام عليكم|привет|здравствуйте|你好|您好|嗨)',
    ],
  },
}

const assistant: Lexicon['assistant'] = {
  named: {},
  patterns: {
    refusal: [
      '(je ne peux pas|je ne suis pas en mesure|je refuse|je préfère ne pas|je suis désolé mais je) ..4',
      '(ich kann|ich darf|ich werde) ..5 nicht ..2 (helfen|schreiben|erstellen|beantworten|unterstützen|kopieren|nachahmen)',
      '(não posso|não consigo|não sou capaz de|prefiro não) ..1 (ajudar|escrever|criar|gerar|copiar|fornecer|imitar|responder)',
      '(لا أستطيع|لا يمكنني|لا اقدر|أعتذر لا) ..4',
      '(я не могу|не могу|я не буду|отказываюсь) ..3 (помочь|написать|создать|копировать|ответить|помогать|сгенерировать)',
      '(我不能|我无法|抱歉我不能|很抱歉我无法|我没办法|恕我不能)',
    ],
    unavailable: [
      '(n’est pas disponible|pas encore disponible|ne prend pas en charge|n’est pas possible dans|pas encore possible)',
      '(nicht verfügbar|noch nicht möglich|wird nicht unterstützt|unterstützen wir nicht)',
      '(não está disponível|ainda não é possível|não é suportado|não oferecemos|ainda não temos)',
      '(غير متاح|غير متوفر|غير مدعوم|لا ندعم)',
      '(недоступно|недоступна|пока нет|не поддерживается|не поддерживаем)',
      '(暂不支持|目前不支持|不支持该|不支持这个|还没有这个功能|没有这个功能|尚未支持|不支持导出|无法导出)',
    ],
  },
}

export const moreLanguages: Lexicon = { user, assistant }
