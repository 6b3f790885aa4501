import type { JsonObject, JsonValue } from '../values/json.ts'
import { isJsonObject } from '../values/json.ts'

/**
 * An analysis of version 1 as one of version 2. It says what it said: its failures keep their names, so
 * that lists made of it stay true, and count as shown. What version 1 made of moods by rule of thumb,
 * the course of the satisfaction and the quality of the answers, goes.
 */
export function upgradeAnalysis(older: JsonObject): JsonObject {
  const { request, satisfaction, quality: _quality, ...rest } = older
  return {
    ...rest,
    schemaVersion: 2,
    requests: isJsonObject(request) ? requestsOf(request) : [],
    ...(isJsonObject(satisfaction) ? { satisfaction: rankOf(satisfaction) } : {}),
    failures: shown(older['failures']),
    unmetNeeds: shown(older['unmetNeeds']),
    improvements: shown(older['improvements']),
    strengths: shown(older['strengths']),
    signals: shown(older['signals']),
  }
}

/** What was served is not told. */
function requestsOf(request: JsonObject): JsonObject[] {
  const messageId = placeOf(request['evidence']) ?? placeOf(request['items'])
  return messageId === undefined ? [] : [{ ...request, messageId, fulfilment: 'unknown' }]
}

function placeOf(places: JsonValue | undefined): string | undefined {
  const [first] = Array.isArray(places) ? places : []
  const id = isJsonObject(first) ? first['messageId'] : undefined
  return typeof id === 'string' ? id : undefined
}

/** 1 to 5 as 0 to 1. */
function rankOf({ score, evidence }: JsonObject): JsonObject {
  const rank = typeof score === 'number' ? Math.round((score - 1) * 250) / 1000 : 0.5
  return { rank, evidence: evidence ?? [] }
}

function shown(findings: JsonValue | undefined): JsonValue[] {
  if (!Array.isArray(findings)) return []
  return findings.map((one) => (isJsonObject(one) ? { ...one, certainty: 'shown' } : one))
}
