import type { EvidenceRole } from '../../domain/analysis/evidence.ts'
import type { Proof } from '../content.ts'
import { html } from './escape-html.ts'
import type { Html } from './escape-html.ts'

/** What quoted words are to the claim, as the head of the quote. */
export const ROLE_TEXTS: Readonly<Record<EvidenceRole, string>> = {
  request: 'Asked',
  answer: 'Answered',
  reaction: 'Then',
  item: 'In the log',
}

/** The words that prove a claim, thread by thread, each with the id under which it can be looked up. */
export function proofsHtml(proofs: readonly Proof[]): readonly Html[] {
  return proofs.map(
    ({ threadId, quotes, items }) =>
      html`<figure>
        ${quotes.map(
          ({ quote, role, language }) =>
            html`<div class="quote">
              ${role === undefined ? undefined : html`<span class="role">${ROLE_TEXTS[role]}</span>`}
              <blockquote dir="auto" ${languageOf(language)}>${quote}</blockquote>
            </div>`,
        )}
        ${items.map(
          ({ type, text }) =>
            html`<div class="quote">
              <span class="role">${ROLE_TEXTS.item}</span>
              <p><code>${type}</code>${text === undefined ? '' : ` ${text}`}</p>
            </div>`,
        )}
        <figcaption>thread <code>${threadId}</code></figcaption>
      </figure>`,
  )
}

function languageOf(language: string | undefined): Html | undefined {
  return language === undefined ? undefined : html`lang="${language}"`
}
