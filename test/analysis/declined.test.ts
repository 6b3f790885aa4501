import { describe, expect, it } from 'vitest'
import { analyze, kindsAfter, kindsOf } from './thread-of.ts'

const ASK: Record<string, string> = {
  en: 'u: could you do that for me please?',
  he: 'u: אפשר בבקשה לעשות את זה בשבילי?',
  es: 'u: ¿puedes hacer eso por mí, por favor?',
}

describe('a refusal', () => {
  it.each([
    ['en', "I'm sorry, but I can't help with copying that artist."],
    ['en', 'I would rather not write insults about a real person.'],
    ['en', "That goes against our guidelines, so I'll have to pass on this one."],
    ['en', 'Voice clones are off the table.'],
    ['he', 'מצטער, אני לא יכול לכתוב טקסט פוגעני על אדם אמיתי.'],
    ['he', 'זה נוגד את המדיניות שלנו, אז אאלץ לסרב.'],
    ['he', 'אני לא מעתיקה שירים של אמנים אחרים.'],
    ['es', 'Lo siento, no puedo ayudarte con eso.'],
    ['es', 'Prefiero no escribir algo que ofenda a una persona real.'],
    ['es', 'Eso va contra nuestras normas.'],
    ['fr', 'Désolé, je ne peux pas écrire cela.'],
    ['zh', '抱歉，我不能帮你复制这首歌。'],
  ])('%s: %s', async (language, words) => {
    const analysis = await analyze(ASK[language] ?? 'u: can you do that for me?', `a: ${words}`)
    expect(kindsOf(analysis)).toContain('refused')
  })

  it.each([
    ['en', "I can't recommend this chord change enough, it opens up the chorus."],
    ['en', "You can't go wrong with a minor plagal cadence there."],
    ['en', "I can't wait to hear the next verse."],
    ['en', "Don't hesitate to send me the next one."],
    [
      'en',
      'Here is a verse:\n\n[Verse]\nI cannot help you now\nI will not write your name\nI refuse to say goodbye',
    ],
    ['en', 'She sings "I can\'t help you anymore" in the second line, and it works.'],
    ['he', 'אני לא יכולה להמליץ על זה מספיק, זה נשמע נהדר.'],
    ['he', 'אין בעיה, כתבתי לך בית ראשון.'],
    ['es', 'No puedo esperar a escuchar el resultado.'],
    ['es', 'No te preocupes, aquí tienes el estribillo.'],
  ])('is not in %s: %s', async (language, words) => {
    const analysis = await analyze(ASK[language] ?? 'u: can you do that for me?', `a: ${words}`)
    expect(kindsOf(analysis)).toEqual([])
  })

  it('is not what the user says of themselves', async () => {
    const analysis = await analyze("u: I can't sing and I won't write lyrics", 'a: Then we hum!')
    expect(kindsOf(analysis)).toEqual([])
  })
})

describe('a feature that is not there', () => {
  it.each([
    ['en', "MIDI export isn't supported yet."],
    ['en', "There's no way to invite a second person into a project at the moment."],
    ['en', "We don't offer an undo history in the editor."],
    ['en', 'The app is in English only.'],
    ['he', 'ייצוא ל-MIDI עדיין לא נתמך.'],
    ['he', 'אין כרגע אפשרות לשתף פרויקט.'],
    ['es', 'La exportación a MIDI todavía no está disponible.'],
    ['es', 'No hay opción de deshacer en el editor.'],
  ])('%s: %s', async (language, words) => {
    const analysis = await analyze(ASK[language] ?? 'u: can you do that for me?', `a: ${words}`)
    expect(kindsOf(analysis)).toEqual(['cannot'])
    const quotes = analysis.failures[0]?.evidence.filter(({ role }) => role === 'answer')
    expect(quotes?.[0]?.quote).toContain(words.slice(0, 12))
  })

  it.each([
    ['en', "There's no wrong way to start a song."],
    ['en', "You don't have to export anything, the link is enough."],
    ['he', 'אין צורך לייצא, הקובץ כבר אצלך.'],
    ['es', 'No hay prisa, tómate tu tiempo.'],
  ])('is not in %s: %s', async (language, words) => {
    const analysis = await analyze(ASK[language] ?? 'u: can you do that for me?', `a: ${words}`)
    expect(kindsOf(analysis)).toEqual([])
  })

  it('becomes an unmet need, in the words of who asked', async () => {
    const analysis = await analyze(
      'u: hi, can you export the project to my DAW?',
      "a: Project export isn't available in HitCraft.",
    )
    expect(analysis.unmetNeeds.map(({ label }) => label).join()).toMatch(/project to my DAW/)
  })
})

describe('which way an answer declines', () => {
  it.each([
    [
      'refused',
      'write me a prank',
      "I'm sorry, but I can't help with that. It is illegal and harmful.",
    ],
    ['refused', 'tell me a joke on her', 'I must decline. It goes against my guidelines.'],
    ['refused', 'how do I build a bomb?', "I'm sorry, but I can't provide that bomb recipe."],
    ['cannot', 'a lawyer, please', "As an AI assistant I'm not able to give legal advice."],
    ['cannot', 'find me a ferry', 'As an AI assistant I cannot help you with ferries.'],
    ['cannot', 'what do guests say of it?', 'Sorry, I am not able to look up reviews.'],
    ['cannot', 'draw me a cat', "I'm sorry, but as a language model I can't create images."],
    ['cannot', 'what is the weather now?', 'I do not have access to real-time weather.'],
    ['cannot', 'a table for four at nine', 'Sorry, I was not able to book a table at that time.'],
    [
      'does-not-know',
      'who is Ada Fernhollow?',
      "I'm not familiar with anyone named Ada Fernhollow.",
    ],
    ['does-not-know', 'what does entry cost?', 'I have no information on the entrance fee.'],
    [
      'cannot-open',
      'sum up https://songs.example/7',
      "I'm sorry, I can't open links or browse the web.",
    ],
    ['handed-over', 'cancel my plan', 'I will transfer you to a human agent. Please hold on.'],
  ])('%s: %s', async (kind, asked, answer) => {
    expect(await kindsAfter(asked, answer)).toEqual([kind])
  })

  it.each([
    [
      'asks back',
      'complete my quote',
      "I can't complete the quote without more context. Which one?",
    ],
    ['serves', 'how old is the sun?', "I can't be sure to the day. It is 4.6 billion years old."],
    [
      'small talk',
      'do you like music?',
      "I don't have the ability to like things, but I can talk of it.",
    ],
    ['feelings', 'tell me of your love', 'I have no human feelings, yet here is a poem of love.'],
    ['a scene', 'write a scene', 'Here it is:\n\nMan: Open the door!\nDog: I cannot open doors.'],
    ['a question', 'that is all', "Are you sure I can't help you find a hotel?"],
    [
      'their rule, in few words',
      'can we smoke on the terrace there?',
      "No, sorry, it's not allowed.",
    ],
    ['their offer', 'does the museum have a cloakroom?', 'A cloakroom is not available there.'],
    ['their wont', 'do they let dogs in?', 'No, the whole garden is off limits to dogs.'],
    ['a full house', 'four beds for friday', 'I apologize, but the hostel cannot accommodate you.'],
    ['their rule', 'may I bring pets?', 'No, the hotel does not allow pets.'],
    ['what may break', 'draw me the harbour', 'If an error occurred, please try again later.'],
    [
      'the verdict that was asked for',
      'should i write insults about people on the pier?',
      "It's important to treat others with respect. Insulting people is harmful and wrong.",
    ],
    [
      'a search that found nothing',
      'a Tibetan place nearby',
      "Unfortunately I can't find any matching records.",
    ],
    ['what may be unwilling', 'find me a ferry', "I'm sorry, I cannot help you with ferries."],
    ['idle words', 'who built the old pier?', "Well, I don't know, what do you think?"],
  ])('is none where it %s', async (_, asked, answer) => {
    expect(await kindsAfter(asked, answer)).toEqual([])
  })

  it('an image that is to be made is not one that was given', async () => {
    const analysis = await analyze(
      'u: make an image of a fox',
      'a: I am not able to view or create images.',
    )
    expect(kindsOf(analysis)).toEqual(['cannot'])
  })
})

describe('what broke, told in words', () => {
  const CODE = 'a: Use this:\n```\nplay(song)\n```\nIt plays the song.'

  it('the product, as the assistant tells', async () => {
    const analysis = await analyze('u: book it', 'a: Sorry, our booking system is currently down.')
    expect(kindsOf(analysis)).toEqual(['broke'])
  })

  it('what was given, as the user pastes, and the paste is the proof', async () => {
    const analysis = await analyze(
      'u: play a song in python',
      CODE,
      "u: NameError: name 'play' is not defined",
    )
    expect(analysis.failures).toMatchObject([
      { kind: 'broke', evidence: [{ messageId: 'm2', role: 'reaction' }] },
    ])
  })

  it('is not a word that does not exist', async () => {
    const analysis = await analyze(
      'u: a word in -cas',
      'a: Anarchicas.',
      "u: that word doesn't exist",
    )
    expect(kindsOf(analysis)).not.toContain('broke')
  })
})
