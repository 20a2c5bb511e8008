import type { RolePreview } from '@rolecall/contract'
import { capital } from '../explain/vocabulary.ts'
import { thingsInWords } from '../team/act-words.ts'
import { joined } from '../team/member-words.ts'
import classes from './preview-of-role.module.css'
import { previewSentences } from './preview-words.ts'

type Difference = RolePreview['differences'][number]

/** Who gains or loses what, each person with the number of records. */
export function PreviewOfRole({
  preview: { people, differences, more, warnings },
}: {
  readonly preview: RolePreview
}) {
  const byPerson = Map.groupBy(differences, ({ member }) => member.id)
  const most = Math.max(1, ...differences.flatMap(({ gained, lost }) => [gained ?? 0, lost ?? 0]))
  return (
    <section className={classes.preview} aria-label="Preview">
      <h3 className={classes.title}>
        {people === 0
          ? 'No one’s access changes now'
          : people === 1
            ? '1 person affected'
            : `${people} people affected`}
      </h3>
      {[...byPerson].map(([id, changes]) => (
        <Person key={id} changes={changes} most={most} />
      ))}
      {more > 0 && (
        <p className={classes.aside}>
          {more} more {more === 1 ? 'change' : 'changes'}.
        </p>
      )}
      {warnings.map(({ permission, sentence }) => (
        <p key={permission} className={classes.aside}>
          {sentence.replaceAll('*', '')}.
        </p>
      ))}
    </section>
  )
}

function Person({ changes, most }: { readonly changes: readonly Difference[]; readonly most: number }) {
  const [first] = changes
  return (
    <div className={classes.person}>
      <h4 className={classes.name}>{first?.member.name}</h4>
      {previewSentences(changes).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <ul className={classes.bars}>
        {seen(changes).map(({ kind, actingFor, gained, lost }) => (
          <li key={`${kind} ${actingFor?.id}`} className={classes.bar}>
            <span>
              {capital(thingsInWords(kind))}
              {actingFor && ` for ${actingFor.name}`}
            </span>
            <span className={classes.track}>
              {lost !== null && lost > 0 && (
                <span className={classes.lost} style={{ width: `${(lost / most) * 100}%` }} />
              )}
              {gained !== null && gained > 0 && (
                <span className={classes.gained} style={{ width: `${(gained / most) * 100}%` }} />
              )}
            </span>
            <span className={classes.number}>
              {joined([...(lost ? [`${lost} fewer`] : []), ...(gained ? [`${gained} more`] : [])])}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The counted differences, one for each kind: those of viewing. */
function seen(changes: readonly Difference[]): readonly Difference[] {
  return changes.filter(({ act, gained, lost }) => act === 'view' && (gained ?? 0) + (lost ?? 0) > 0)
}
