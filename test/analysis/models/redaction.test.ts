import { describe, expect, it } from 'vitest'
import { spanBefore } from '../../../src/analysis/models/redaction/redacted.ts'
import { Redactor } from '../../../src/analysis/models/redaction/redactor.ts'

const sent = (text: string, names: readonly string[] = []) => new Redactor(names).redact(text).text

describe('what is taken out', () => {
  it.each([
    ['Write to ana.ruiz+x@mail.example.org.', 'Write to [MAIL_1].'],
    ['שלח אל דנה@דוגמה.ישראל בבקשה', 'שלח אל [MAIL_1] בבקשה'],
    ['Call +49 (0)30 901820-11 or (212) 555-0147 x12', 'Call [PHONE_1] or [PHONE_2]'],
    ['My number: 699 956 915, thanks', 'My number: 699 956 915, thanks'],
    ['My mobile: 699 956 915, thanks', 'My mobile: [PHONE_1], thanks'],
    ['Ruf 030 12345678 an', 'Ruf [PHONE_1] an'],
    ['card 4111 1111 1111 1111 exp 12/27', 'card [CARD_1] exp 12/27'],
    ['pay to DE89 3704 0044 0532 0130 00 now', 'pay to [IBAN_1] now'],
    ['IL620108000000099999999', '[IBAN_1]'],
    ['from 203.0.113.77:8080', 'from [IP_1]:8080'],
    ['from 2001:db8::8a2e:370:7334 it came', 'from [IP_1] it came'],
    ['ssn 123-45-6789', 'ssn [ID_1]'],
    ['I live at 12 Old Mill Road, Apt. 4', 'I live at [ADDRESS_1]'],
    ['Musterstraße 12, dort', '[ADDRESS_1], dort'],
    ['12 rue de la Paix à Paris', '[ADDRESS_1] à Paris'],
    ['vivo en Calle Mayor 12', 'vivo en [ADDRESS_1]'],
    ['key sk-ant-api03-abcdefghijklmnop1234', 'key [KEY_1]'],
    ['AKIAABCDEFGHIJKLMNOP', '[KEY_1]'],
    ['password: hunter2pass', 'password: [KEY_1]'],
    ['postgres://app:s3cr3tpw@db/x', 'postgres://app:[KEY_1]@db/x'],
    ['Authorization: Bearer abcDEF123_456-xyz', 'Authorization: Bearer [KEY_1]'],
    ['<password>sunflower</password>', '<password>[KEY_1]</password>'],
    ['PIN: 7391, cvv 714', 'PIN: [KEY_1], cvv [CARD_1]'],
    [
      String.raw`{"key":"-----BEGIN PRIVATE KEY-----\nMIIrose+/\ntulip==\n-----END PRIVATE KEY-----\n"}`,
      String.raw`{"key":"[KEY_1]\n"}`,
    ],
    ['password: sunflower', 'password: [KEY_1]'],
    ['my password is tulip42, yes', 'my password is [KEY_1], yes'],
    ['pwd: Tulip!42! and passwort: 739152', 'pwd: [KEY_1] and passwort: [KEY_2]'],
    ['username: bob password: sunflower please', 'username: bob password: [KEY_1] please'],
    ['DB_PASSWORD=sunflower', 'DB_PASSWORD=[KEY_1]'],
    ['userPassword: "rose-garden",', 'userPassword: "[KEY_1]",'],
    [String.raw`{\"api_key\":\"7a1b2c3d4e5f\"}`, String.raw`{\"api_key\":\"[KEY_1]\"}`],
    ['Authorization: Basic cm9zZTp0dWxpcA==', 'Authorization: Basic [KEY_1]'],
    ['curl -u bob:tulips https://x', 'curl -u bob:[KEY_1] https://x'],
    ['AccountKey=rosE1+/tuliP2345==;', 'AccountKey=[KEY_1];'],
    ['?sv=1&sig=ro%2Fsetulip1234567890%3D&se=2', '?sv=1&sig=[KEY_1]&se=2'],
    ['hooks.slack.com/services/T00AA/B00BB/roseTULIP', 'hooks.slack.com/services/[KEY_1]'],
    ['mongodb://u:r@se:tul1p@host/x', 'mongodb://u:[KEY_1]@host/x'],
    ['Tel:+49 170 1112233, phone=0501112233', 'Tel:[PHONE_1], phone=[PHONE_2]'],
    ['https://wa.me/14155550111', 'https://wa.me/[PHONE_1]'],
    ['Ana,+1-415-555-0111,+1-415-555-0112,1985-01-02', 'Ana,[PHONE_1],[PHONE_2],1985-01-02'],
    ['هاتف ٠٥٠١١١٢٢٣٣', 'هاتف [PHONE_1]'],
    ['電話：０９０－１１１２－２３３４', '電話：[PHONE_1]'],
    ['call +1\u2011415\u2011555\u20110111', 'call [PHONE_1]'],
    ['IP:198.51.100.23 or inet 192.168.7.5/24', 'IP:[IP_1] or inet [IP_2]/24'],
    ['Source:2001:db8::8a2e:371:7335. It came.', 'Source:[IP_1]. It came.'],
    ['by fe80::1 it went', 'by [IP_1] it went'],
    ['to ana.ruiz@firma.md and b@archive.zip', 'to [MAIL_1] and [MAIL_2]'],
    ['/x?mail=ana.ruiz%40mail.example&y=1', '/x?mail=[MAIL_1]&y=1'],
    ['ana＠mail.example', '[MAIL_1]'],
    ['card 4111\u00A01111\u00A01111\u00A01111', 'card [CARD_1]'],
    ['card 4111.1111.1111.1111', 'card [CARD_1]'],
    ['card 4111 1111 1111 1111 12/27 and 123', 'card [CARD_1] 12/27 and 123'],
    ['Ana,4111111111111111,12/27', 'Ana,[CARD_1],12/27'],
    ['3782 822463 10005 1234', '[CARD_1] 1234'],
    ['DE89\u00A03704\u00A00044\u00A00532\u00A00130\u00A000', '[IBAN_1]'],
    ['SSN: 123 45 6789', 'SSN: [ID_1]'],
  ])('%s', (text, expected) => {
    expect(sent(text)).toBe(expected)
  })
})

describe('what stays', () => {
  it.each([
    'In 2008 Wall Street fell, and by 2024 it rose 12,345.67 points.',
    'Version 1.2.3.4 came out on 2024-03-15 at 12:30:45.',
    'Order 4111111111111112 and 1234567890123 are ready.',
    'Use std::vector<a::b> and fade::add, or 127.0.0.1 and 255.255.255.0.',
    'icon@2x.png, npm i left-pad@1.3.0, git@github.com:owner/name.git',
    'My password is wrong, and the token is missing. api_key = os.environ.get("KEY")',
    'DE89 3704 0044 0532 0130 01 has a wrong check digit.',
    'Chapters 12 to 15, pages 100-250, 50 000 people, 1 000 000 more.',
    'It costs 699 956 915 dong; see sections 10.4.2 and 3.1.',
    'My password is wrong, a password is expired, the password is 8-12 characters.',
    'Password is base64-encoded. The password: long, unique and random.',
    'f(user, password: str, token: str); { email: string, password: string }',
    "'password': 'required|min:8', password: '********', $password = $_POST['p'];",
    'const password = useState\npassword = hash(x1y2)\npassword: req.body.password1',
    '"password": "Password must be long", <input type="password" name="password1">',
    'Authorization: Bearer YOUR_TOKEN, git_password: "git_access_token"',
    'a 4096-token window, the token 8k-context, pin 12, cvv2 codes',
    'readme@2x.md, tool@1.2.3.zip, left-pad@1.3.0.tgz',
    'The net 10.0.0.0/8, a::b1, version="1.2.30.4", at 12:30:45.1234567.',
    'x=1234567, n:1234567, 12,345,678.90 and rgb(0.1234567)',
    '1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12',
  ])('%s', (text) => {
    expect(sent(text)).toBe(text)
  })
})

it('names are taken out where a list names them, as whole words', () => {
  expect(sent('Ana saw ANA and Anabel; דנה כאן', ['Ana', 'דנה'])).toBe(
    '[NAME_1] saw [NAME_1] and Anabel; [NAME_2] כאן',
  )
  expect(sent('Ana saw Anabel')).toBe('Ana saw Anabel')
})

it('the same value has the same placeholder in all texts of a thread', () => {
  const redactor = new Redactor()
  expect(redactor.redact('a@b.example and c@d.example').text).toBe('[MAIL_1] and [MAIL_2]')
  expect(redactor.redact('C@D.example, A@b.example').text).toBe('[MAIL_2], [MAIL_1]')
})

it('no placeholder is one that somebody wrote', () => {
  const texts = ['Put [MAIL_1] and [MAIL_3] in.', 'a@x.org b@x.org [PHONE_1]', 'c@x.org [MAIL_01]']
  const redactor = new Redactor([], texts)
  expect(texts.map((text) => redactor.redact(text).text)).toEqual([
    'Put [MAIL_1] and [MAIL_3] in.',
    '[MAIL_2] [MAIL_4] [PHONE_1]',
    '[MAIL_5] [MAIL_01]',
  ])
  expect(redactor.placeholders).toEqual(['[MAIL_2]', '[MAIL_4]', '[MAIL_5]'])
})

it('the same number in other digits has the same placeholder', () => {
  expect(sent('tel 0501112233, tel ٠٥٠١١١٢٢٣٣')).toBe('tel [PHONE_1], tel [PHONE_1]')
})

it('what two finds overlap in is taken out whole', () => {
  expect(sent('to 12 Old Mill Road West End', ['Road West'])).toBe('to [ADDRESS_1] End')
})

it('a span of what is sent is one of what was, and takes all of what it touches', () => {
  const text = 'Ask a@b.example or c@d.example now.'
  const redacted = new Redactor().redact(text)
  const before = (words: string) => {
    const start = redacted.text.indexOf(words)
    const span = spanBefore(redacted, { start, end: start + words.length })
    return text.slice(span.start, span.end)
  }
  expect(redacted.text).toBe('Ask [MAIL_1] or [MAIL_2] now.')
  expect(before('Ask')).toBe('Ask')
  expect(before('Ask [MAIL_1]')).toBe('Ask a@b.example')
  expect(before('IL_1] or [MA')).toBe('a@b.example or c@d.example')
  expect(before(' or ')).toBe(' or ')
  expect(before('[MAIL_2] now.')).toBe('c@d.example now.')
  expect(before('now.')).toBe('now.')
})

describe('time grows with the length of a text', () => {
  it.each([
    ['digits', '1 2-3'],
    ['one long number', '7'],
    ['at signs', 'a@'],
    ['dots', '1.1.'],
    ['colons', 'a:'],
    ['words of a street', 'Main '],
    ['a word without end', 'Aa'],
    ['marks of a key', 'sk-'],
    ['names of a secret', 'token '],
    ['letters with marks', 'A\u0301'],
    ['passwords', 'password: '],
    ['passwords with a value', 'password:a1b2 '],
    ['addresses with a password', '://a:@'],
    ['account numbers', 'DE89 '],
    ['beginnings of a key', '-----BEGIN PRIVATE KEY----- a-'],
    ['percent signs', '%40a'],
    ['groups of four', '4111 '],
    ['Han', '路'],
    ['brackets', '(+'],
  ])('%s', (_what, piece) => {
    const spent = (size: number) => {
      const text = piece.repeat(Math.ceil(size / piece.length))
      const before = process.cpuUsage().user
      new Redactor().redact(text)
      return process.cpuUsage().user - before
    }
    spent(20_000)
    const small = spent(100_000)
    // Four times as long: four times the time, twelve at the most; square growth would be sixteen.
    expect(spent(400_000)).toBeLessThan(12 * small + 100_000)
  })
})
