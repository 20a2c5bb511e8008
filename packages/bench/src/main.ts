import { decide } from './decide/decide.ts'

const [name, ...options] = process.argv.slice(2)
const unknown = options.find((option) => option !== '--quick')

if (name !== 'decide') complain(`there is no benchmark \`${name ?? ''}\`; run \`npm run bench -- decide\``)
else if (unknown !== undefined) complain(`there is no option \`${unknown}\`; the only one is \`--quick\``)
else await decide({ quick: options.includes('--quick') })

function complain(sentence: string): void {
  console.error(sentence)
  process.exitCode = 2
}
