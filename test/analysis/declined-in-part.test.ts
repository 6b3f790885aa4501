import { describe, expect, it } from 'vitest'
import { analyze, kindsAfter, kindsOf } from './thread-of.ts'

const REST =
  'However, I can tell you how such a plan is made. Begin with the two lists of what is there and what is missing. Put a date and a name to each of the lines, and look at them with the others once a week. Move what is late to the front, and strike out what nobody asks for any more. In the end, keep the list short enough to be read in one go, and hang it where the band passes by each day.'

describe('an answer that declines at once and gives something else', () => {
  it.each([
    [
      'cannot',
      'draw a chart of our rehearsals',
      "I'm sorry, but I am not able to draw charts of rehearsals.",
    ],
    [
      'cannot',
      'show me the whole plan for the album at once',
      'I apologize, but it is not possible to show the whole plan for the album at once.',
    ],
    [
      'cannot',
      'what do tickets for tonight cost?',
      "As a language model, I don't have access to real-time prices.",
    ],
    [
      'does-not-know',
      'who runs the label Fernhollow?',
      "I'm sorry, but I don't have specific information on the label Fernhollow.",
    ],
  ])('tells so: %s, %s', async (kind, asked, declines) => {
    const analysis = await analyze(`u: ${asked}`, `a: ${declines} ${REST}`)
    expect(analysis.failures).toMatchObject([{ kind, evidence: [{}, { quote: declines }] }])
  })

  it.each(['As an AI ', 'I understand ', 'As an AI, and ', 'currently, '])(
    'is read in time however often it begins anew: %j',
    async (unit) => {
      const declines = `${unit.repeat(40)}, honestly put, I am not able to draw charts of rehearsals.`
      const began = performance.now()
      await analyze('u: draw a chart of our rehearsals', `a: ${declines} ${REST}`)
      expect(performance.now() - began).toBeLessThan(3000)
    },
  )

  it('leaves no need, and what became of the wish to what was given', async () => {
    const analysis = await analyze(
      'u: draw a chart of our rehearsals',
      `a: I'm sorry, but I am not able to draw charts of rehearsals. ${REST}`,
    )
    expect(analysis.unmetNeeds).toEqual([])
    expect(analysis.outcome).not.toBe('unresolved')
  })

  it.each([
    [
      'later on',
      'plan our rehearsals',
      `${REST} Unfortunately, I am not able to draw charts of rehearsals.`,
    ],
    [
      'and gives it in the same breath',
      'draw a chart of our rehearsals',
      `I'm sorry, I cannot draw a chart of rehearsals, but here is a table of them. ${REST}`,
    ],
    [
      'to vouch for it',
      'plan our rehearsals',
      `I cannot guarantee that a plan of rehearsals works. ${REST}`,
    ],
    [
      'something that was not asked for',
      'plan our rehearsals',
      `I'm sorry, but I am not able to draw pictures. ${REST}`,
    ],
    [
      'in a part that it plays',
      'act as a grumpy drummer who plans our rehearsals',
      `I am not able to plan any rehearsals before noon. ${REST}`,
    ],
  ])('tells nothing of it: %s', async (_, asked, answer) => {
    expect(await kindsAfter(asked, answer)).toEqual([])
  })
})

describe('rules of a service', () => {
  it.each([
    [
      'what it grants',
      'I want a refund for the insurance',
      "I'm sorry, but I cannot process a refund for that.",
    ],
    [
      'what it does, for a reason',
      'please cancel my booking',
      'I am unable to cancel this booking, as it was made with a discount.',
    ],
    [
      'a rule, told as a fact',
      'please add insurance to my booking',
      'Unfortunately, insurance cannot be added to a booking after it was made.',
    ],
    [
      'a rule and its limits',
      'can you change my ticket to the late train?',
      'Unfortunately, this ticket can only be changed within a day of the purchase.',
    ],
  ])('refuse: %s', async (_, asked, answer) => {
    expect(await kindsAfter(asked, answer)).toEqual(['refused'])
  })

  it.each([
    [
      'a program without hands',
      'please cancel my subscription',
      'I am unable to cancel a subscription, as I do not have access to your account.',
      ['cannot'],
    ],
    [
      'an attempt',
      'please change my booking',
      'Sorry, I was not able to change the booking.',
      ['cannot'],
    ],
    [
      'rules that were asked for',
      'can you tell me if the ticket is refundable?',
      'Sorry, the ticket is not refundable.',
      [],
    ],
  ])('do not: %s', async (_, asked, answer, kinds) => {
    expect(await kindsAfter(asked, answer)).toEqual(kinds)
  })

  it.each([
    ['add the certificate to my server', "I'm not able to add the SSL certificate to your server."],
    ['why does it crash?', 'I am unable to reproduce the exception you describe.'],
    ['swap them', "I'm unable to change the order of the tracks once they are exported."],
    ['add a plane to the chorus', 'I cannot add the flight sound without a sample.'],
    ['refund my ticket or move it', 'I can move it, but I cannot refund the ticket.'],
  ])('keep nothing back: %s / %s', async (asked, answer) => {
    expect(await kindsAfter(asked, answer)).not.toContain('refused')
  })

  it('help with what breaks the law is refused, not out of reach', async () => {
    const answer = "a: I'm sorry, but I'm not able to help you do anything that is illegal."
    expect(kindsOf(await analyze('u: tell me all of it then', answer))).toEqual(['refused'])
  })
})
