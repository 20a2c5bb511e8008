/**
 * `npm run bench -- faults`: `kill -9` of the server and of PostgreSQL at random points under writes, and requests right
 * after a revoke was answered. What is counted must be nought.
 */
import { type MachineNow, machineNow, writeResult } from '../serving/result.ts'
import { table } from '../serving/table.ts'
import { type KillsResult, kill } from './kills.ts'
import { type RevokeResult, revoke } from './revoke.ts'

interface FaultsResult {
  readonly machine: MachineNow
  readonly kills: KillsResult
  readonly revoke: RevokeResult
}

export async function faults({ quick }: { readonly quick: boolean }): Promise<void> {
  const revoked = await revoke(quick ? 1000 : 10_000)
  const killed = await kill(quick ? 10 : 200)
  const result: FaultsResult = { machine: machineNow(), kills: killed, revoke: revoked }
  writeResult('faults', result, report(result), quick)
  if (!isSound(result)) process.exitCode = 1
}

function isSound({ kills, revoke }: FaultsResult): boolean {
  const { lost, torn, orphaned, surprises, log } = kills
  const counts = [lost.length, torn.length, orphaned.length, surprises.length, revoke.allowed, revoke.others]
  return counts.every((count) => count === 0) && log.startsWith('sound')
}

function report({ machine, kills, revoke }: FaultsResult): string {
  const { lost, torn, orphaned, surprises } = kills
  return [
    '# Faults',
    machine.sentence,
    '## Killed under writes',
    `${kills.kills} times \`kill -9\`, up to 0.3 s after a write, while eight writers drafted, edited and signed notes through HTTP. ${kills.acknowledged} notes were answered as kept, ${kills.unanswered} requests got no answer or an outage, ${kills.notes} notes are there at the end. The log is ${kills.log}.`,
    table(
      ['', 'count', 'wanted'],
      [
        ['answered as kept, and lost', lost],
        ['torn: a note without its text, signature or facts', torn],
        ['orphaned: a change without its entry, an entry without its change', orphaned],
        ['answers that are neither what was asked for nor an outage', surprises],
      ].map(([what, found]) => [String(what), `${found?.length ?? 0}`, '0']),
    ),
    'The longest time without a write that was answered as kept. A server that is killed is started again by the bench; PostgreSQL is by the server.',
    table(
      ['killed', 'middle, ms', 'longest, ms'],
      kills.without.map(({ victim, middle, longest }) => [victim, middle.toFixed(0), longest.toFixed(0)]),
    ),
    ...(surprises.length > 0 ? ['```', ...surprises.slice(0, 20), '```'] : []),
    '## After a revoke',
    `${revoke.revokes} times a role was taken back through one of two servers on one database, while sixteen askers counted patients on both. ${revoke.requests} requests were begun after the revoke was answered (and ${revoke.allowedBefore} before it were allowed).`,
    table(
      ['', 'count', 'wanted'],
      [
        ['allowed after the revoke was answered', `${revoke.allowed}`, '0'],
        ['neither allowed nor refused', `${revoke.others}`, '0'],
      ],
    ),
    '',
  ].join('\n\n')
}
