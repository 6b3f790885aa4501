import { changeQuery } from '../../../app/router.tsx'
import { languageName, plainWords } from '../../../components/format.ts'
import { failureTitle, FULFILMENTS, LENGTHS, OUTCOMES, SIGNALS } from '../../../components/words.ts'
import { useOverview } from '../../live/api/use-live-state.ts'

/** The conditions that a figure of the report brought along, each with a way to drop it. */
export function FacetChips({ facets }: { facets: readonly string[] }) {
  const titles = new Map(useOverview().data?.topics.map(({ id, title }) => [id, title]))
  if (facets.length === 0) return undefined
  return (
    <ul className="facet-chips" aria-label="Conditions">
      {facets.map((facet) => (
        <li key={facet}>
          <button
            type="button"
            className="facet-chip"
            onClick={() => changeQuery({ facet: facets.filter((one) => one !== facet) })}
          >
            <bdi>{facetTitle(facet, titles)}</bdi>
            <span aria-hidden="true">×</span>
            <span className="visually-hidden">: drop this condition</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

const OUTCOME_TITLES: Readonly<Record<string, string>> = {
  ...OUTCOMES,
  badly: 'Ended without what was asked for',
}
const FULFILMENT_TITLES: Readonly<Record<string, string>> = FULFILMENTS
const SIGNAL_TITLES: Readonly<Record<string, string>> = SIGNALS

/** `noticed:cut-off/nobody` → `Nobody complained: Cut off`. */
function facetTitle(facet: string, topics: ReadonlyMap<string, string>): string {
  const at = facet.indexOf(':')
  const [name, value] = [facet.slice(0, at), facet.slice(at + 1)]
  switch (name) {
    case 'failure':
      return value === 'any' ? 'Any failure' : failureTitle(value)
    case 'noticed':
      return noticedTitle(value)
    case 'outcome':
      return OUTCOME_TITLES[value] ?? value
    case 'fulfilment':
      return `Request: ${(FULFILMENT_TITLES[value] ?? value).toLowerCase()}`
    case 'signal':
      return SIGNAL_TITLES[value] ?? value
    case 'language':
      return languageName(value)
    case 'length':
      return LENGTHS[value] ?? value
    case 'topic':
      return value === 'unclassified' ? 'Fits no topic' : `Topic: ${topics.get(value) ?? value}`
    case 'need':
      return `Needed: ${topics.get(value) ?? value}`
    case 'went':
      return 'Went badly'
    default:
      return `${plainWords(name)}: ${plainWords(value)}`
  }
}

function noticedTitle(value: string): string {
  const [kind, by] = value.split('/')
  const who = (by ?? kind) === 'user' ? 'The user complained' : 'Nobody complained'
  return by === undefined || kind === 'any' ? who : `${who}: ${failureTitle(kind ?? '')}`
}
