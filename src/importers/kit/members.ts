import type { JsonObject, JsonValue } from '../../domain/values/json.ts'

/** Names of members by how gladly they are taken; case, `_` and `-` within them do not count. */
export type Names = ReadonlyMap<string, number>

export const ID_NAMES = names('id _id messageid uuid msgid')
const CONVERSATIONS = `threadid conversationid chatid dialogid dialogueid convid convoid threaduuid
   conversationuuid chatuuid discussionid chatsessionid thread conversation chat`
const GROUPS = 'topicid sessionid sessionuuid interactionid session roomid ticketid channelid'
export const CONVERSATION_NAMES = names(CONVERSATIONS)
/** What holds messages together where no conversation is named, and may hold several of these. */
export const GROUP_NAMES = names(GROUPS)
/** Of a message that stands by itself, all of these say where it belongs. */
export const BELONGING_NAMES = names(`${CONVERSATIONS} ${GROUPS}`)
export const USER_NAMES = names(
  `userid enduserid enduser user useruuid customerid customer uid requestuserid safetyidentifier
   visitorid memberid participantid contactid anonymousid distinctid username`,
)
export const TIME_NAMES = names(
  `createdat created createtime createdtime createdon creationdate datecreated timestamp timestampms
   sentat sent senton senttime timesent sentdate datesent messagetime messagetimestamp messagedate
   createddate createddatetime createtimestamp creationtimestamp timecreated createdts createdutc
   createdatutc timestamputc utctimestamp _createdat _creationtime ctime postedat publishedat
   insertedat receivedat loggedat requestcreatedat starttime startedat requesttime eventtime
   eventtimestamp unixtime epoch datetime @timestamp time date ts when at`,
)
export const EDIT_NAMES = names(
  `editedat updatedat modifiedat edittime updatetime updatedtime edited updated modified lastedited
   lastmodified lastupdated`,
)

/** From the first to the last. */
export function names(text: string): Names {
  return new Map(text.split(/\s+/).map((name, rank) => [name, rank]))
}

const PLAIN = new Map<string, string>()
/** Names are few in any log; a log with keys for values must not fill the memory. */
const MOST_NAMES = 10_000

/** The name without case, `_` and `-`; a first `_` stays, for MongoDB's `_id` stands beside `id`. */
export function plainName(name: string): string {
  const known = PLAIN.get(name)
  if (known !== undefined) return known
  const plain = name.replace(/(?<=.)[_-]/g, '').toLowerCase()
  if (PLAIN.size < MOST_NAMES) PLAIN.set(name, plain)
  return plain
}

interface Member {
  readonly key: string
  readonly plain: string
  readonly value: JsonValue
}

/** The members of an object, which are taken by name until the rest is left. */
export class Members {
  #left: Member[]

  constructor(object: JsonObject) {
    this.#left = Object.entries(object).map(([key, value]) => ({
      key,
      plain: plainName(key),
      value,
    }))
  }

  /** Takes away the first member of these names that reads as something, and null before it. */
  take<T>(
    names: Names,
    read: (value: JsonValue) => T | undefined,
  ): { readonly name: string; readonly value: JsonValue; readonly read: T } | undefined {
    for (const { key, value } of this.#called(names)) {
      const found = value === null ? undefined : read(value)
      if (found === undefined && value !== null) continue
      this.delete(key)
      if (found !== undefined) return { name: key, value, read: found }
    }
    return undefined
  }

  /** The members of these names that are still there, names as the source spells them. */
  named(names: Names): [name: string, value: JsonValue][] {
    return this.#called(names).map(({ key, value }) => [key, value])
  }

  get(key: string): JsonValue | undefined {
    return this.#left.find((member) => member.key === key)?.value
  }

  delete(key: string): void {
    this.#left = this.#left.filter((member) => member.key !== key)
  }

  /** Puts back what was taken, or a part of it. */
  keep(key: string, value: JsonValue): void {
    this.delete(key)
    this.#left.push({ key, plain: plainName(key), value })
  }

  /** What was not taken, if anything. */
  rest(): JsonObject | undefined {
    if (this.#left.length === 0) return undefined
    return Object.fromEntries(this.#left.map(({ key, value }) => [key, value]))
  }

  #called(names: Names): readonly Member[] {
    const found = this.#left.filter(({ plain }) => names.has(plain))
    if (found.length < 2) return found
    return found.toSorted((a, b) => (names.get(a.plain) ?? 0) - (names.get(b.plain) ?? 0))
  }
}
