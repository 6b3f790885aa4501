import { expect, it } from 'vitest'
import { leans } from '../../../src/analysis/topics/needs/leaning-words.ts'

it.each([
  ['en', 'tune it for me'],
  ['es', 'me lo puedes afinar'],
  ['es', 'me la afinas ahora'],
  ['es', 'súbelo a la radio'],
  ['es', 'quiero descargarla entera'],
  ['he', 'איך מורידים אותו'],
  ['fr', 'télécharge-la en entier'],
  ['fr', 'tu peux me le chanter'],
  ['fr', 'change ça'],
  ['de', 'kannst du es stimmen'],
  ['de', 'mach ein Bild davon'],
  ['pt', 'quero baixá-lo agora'],
  ['pt', 'faz isso de novo'],
  ['ru', 'скачать его целиком'],
  ['es', 'tune it, por favor'],
])('%s: “%s” says what was said before', (language, text) => {
  expect(leans(text, language)).toBe(true)
})

it.each([
  ['en', 'make a cover image'],
  ['es', 'hazme la portada del disco'],
  ['es', 'una película con música'],
  ['es', 'una charla sobre el solo'],
  ['he', 'להוריד את השיר'],
  ['fr', 'chante le refrain'],
  ['de', 'ein Bild für das Album'],
  ['pt', 'baixa a melodia'],
  ['ru', 'скачать песню целиком'],
  ['it', 'quanto costa es lo'],
])('%s: “%s” stands by itself', (language, text) => {
  expect(leans(text, language)).toBe(false)
})
