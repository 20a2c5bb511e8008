/**
 * Whether a password may be chosen. Long, not on a list, not made of what is known about the person, and hard to guess
 * by an estimate; what it is composed of is free.
 */
import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary as commonDictionary } from '@zxcvbn-ts/language-common'
import { dictionary as englishDictionary, translations } from '@zxcvbn-ts/language-en'

const least = 15
const most = 256

/** A guess is estimated from the beginning: the time it takes grows with the square of the length. */
const estimated = 64

/** Of the ways to read signs as letters (`p4$$` as `pass`), how many are tried. Each costs as much as the password itself. */
const mostReadings = 10

/** 3 of 4: beyond 10^8 guesses, which argon2id makes long enough. */
const leastScore = 3

/** Words shorter than this are in many passwords by chance. */
const leastWord = 4

/** What must be left of a password when the words known about the person are taken out, in code points. */
const leastLeft = 8

export interface Strength {
  readonly accepted: boolean
  /** A sentence for the person who types it. */
  readonly sentence: string
}

/** `about`: names and addresses that are known of the person and the practice. */
export function passwordStrength(text: string, about: readonly string[]): Strength {
  const wrong = whyWeak(text.normalize('NFC'), contextWords(about))
  return wrong === undefined
    ? { accepted: true, sentence: 'this is a good password' }
    : { accepted: false, sentence: wrong }
}

function whyWeak(password: string, words: readonly string[]): string | undefined {
  const length = [...password].length
  if (!password.isWellFormed()) return 'it has an incomplete character, type it again'
  if (length < least)
    return `it has ${length} characters, use at least ${least}; a few random words work well`
  if (length > most) return `it has ${length} characters, use at most ${most}`
  const lower = password.toLowerCase()
  if (isBlocked(lower)) return 'that password is too common, choose another'
  const word = words.find((one) => lower.includes(one))
  if (word !== undefined && [...without(lower, words)].length < leastLeft)
    return `it is mostly “${word}”, which others know about you; choose other words`
  const { score, feedback } = estimate().check(password.slice(0, estimated), [...words])
  if (score >= leastScore) return undefined
  const { warning } = feedback
  return `it is easy to guess${warning ? `: ${sentence(warning)}` : ''}; add a few random words`
}

function sentence(text: string): string {
  return text.replace(/\.$/, '').replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase())
}

/** The parts of names and addresses, the long ones first, so that taking one out leaves no rest of it. */
function contextWords(about: readonly string[]): readonly string[] {
  const words = [...about, 'rolecall'].flatMap((text) => {
    const lower = text.normalize('NFC').toLowerCase()
    return [lower.replaceAll(/\s/gu, ''), ...lower.split(/[^\p{L}\p{N}]+/u)]
  })
  const long = words.filter((word) => [...word].length >= leastWord)
  return [...new Set(long)].sort((one, other) => other.length - one.length)
}

function without(text: string, words: readonly string[]): string {
  return words.reduce((left, word) => left.replaceAll(word, ''), text).replaceAll(/[^\p{L}\p{N}]/gu, '')
}

/** On a list, or such an entry with numbers and signs around it. */
function isBlocked(lower: string): boolean {
  const list = blocked()
  const bare = lower.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  return list.has(lower) || list.has(bare) || list.has(lower.replaceAll(/[\s_-]/g, ''))
}

/** Long ones that people choose because they are told to choose a long one. */
const longFavourites = [
  'correcthorsebatterystaple',
  'thequickbrownfoxjumpsoverthelazydog',
  'tobeornottobethatisthequestion',
  'maytheforcebewithyou',
  'iloveyouverymuch',
  'thisismypassword',
  'mypasswordispassword',
  'passwordpassword',
  'changemechangeme',
  'pleaseletmeinnow',
  'administratorpassword',
]

let blockList: ReadonlySet<string> | undefined

function blocked(): ReadonlySet<string> {
  blockList ??= new Set([...longFavourites, ...commonDictionary['passwords-common']])
  return blockList
}

let estimator: ZxcvbnFactory | undefined

/** Made when it is first needed: its lists take a tenth of a second and 80 MB. */
function estimate(): ZxcvbnFactory {
  estimator ??= new ZxcvbnFactory({
    dictionary: { ...commonDictionary, ...englishDictionary },
    graphs: adjacencyGraphs,
    translations,
    maxLength: estimated,
    l33tMaxSubstitutions: mostReadings,
  })
  return estimator
}
