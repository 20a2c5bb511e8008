/** A program that stands in the middle of a change of policy until it is killed: `node hold-policy.ts URL PRACTICE`. */
import { takePolicy } from '../../src/access/raise-epoch.ts'
import { connect } from '../../src/database/connect.ts'

const [url = '', practiceId = ''] = process.argv.slice(2)

await connect(url).within({ practiceId, mode: 'change' }, async (transaction) => {
  await takePolicy(transaction, practiceId)
  process.stdout.write('holds\n')
  await new Promise((done) => setTimeout(done, 60_000))
})
