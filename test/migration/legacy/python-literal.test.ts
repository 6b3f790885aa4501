import { describe, expect, it } from 'vitest'
import { pythonLiteral } from '../../../src/migration/legacy/python-literal.ts'

describe('pythonLiteral', () => {
  it.each([
    ["[{'type': 'text', 'text': 'a'}]", [{ type: 'text', text: 'a' }]],
    [`{'a': "it's", 'b': 'say "x"', 'c': 'it\\'s'}`, { a: "it's", b: 'say "x"', c: "it's" }],
    ["{'n': None, 't': True, 'f': False}", { n: null, t: true, f: false }],
    ['[1, -2.5, 1e3, (3, 4)]', [1, -2.5, 1000, [3, 4]]],
    ["['\\n\\x41\\u05d0\\U0001F3B5\\\\']", ['\nAא🎵\\']],
    ["{'_id': ObjectId('67a4473c411ee6985e8fdc16')}", { _id: '67a4473c411ee6985e8fdc16' }],
    [' [ ] ', []],
  ])('reads %s', (text, value) => {
    expect(pythonLiteral(text)).toEqual(value)
  })

  it.each([
    '[take one] then',
    "{'a': 'b'} and more",
    "['a'",
    "{'a' 'b'}",
    '[verse]',
    'plain',
    '{1: }',
    '[nan]',
    '['.repeat(100_000),
    `[${'A('.repeat(100_000)}`,
    "['\\U00110000']",
  ])('takes no other text for one: %s', (text) => {
    expect(pythonLiteral(text)).toBeUndefined()
  })
})
