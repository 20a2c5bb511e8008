import classes from './brand.module.css'

/** The mark, and the practice it works for. */
export function Brand({ practice }: { readonly practice: string | undefined }) {
  return (
    <div className={classes.brand}>
      <img src="/rolecall.svg" alt="" width={30} height={30} />
      <div className={classes.words}>
        <span className={classes.practice} title={practice}>
          {practice ?? '\u00a0'}
        </span>
        <span className={classes.product}>Rolecall</span>
      </div>
    </div>
  )
}
