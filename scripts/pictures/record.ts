/**
 * `npm run docs:recording`: runs the demo and draws what it prints as an animated SVG, a page for each step, to
 * `docs/images/demo.svg`.
 */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'

const root = path.resolve(import.meta.dirname, '../..')
const COLUMNS = 104
const ROWS = 36
const LINE = 17
const WIDTH = 840
const HEIGHT = (ROWS + 1) * LINE
/** How long a page stays, in seconds. */
const STAY = 5

/** Colors of a terminal, by the number of the SGR sequence (ECMA-48) that starts them. */
const CLASSES: Readonly<Record<string, string>> = {
  1: 'bold',
  2: 'dim',
  31: 'red',
  32: 'green',
  33: 'yellow',
  36: 'cyan',
}

const env = { ...process.env, FORCE_COLOR: '1' }
const output = execFileSync(process.execPath, ['demo/demo.ts'], { cwd: root, env, encoding: 'utf8' })
const pages = output.split(/\n(?=\p{Cc}\[1m── )/u).slice(1)
const total = pages.length * STAY

const style = `
  text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; fill: #e6edf3; white-space: pre; }
  .bold { font-weight: bold } .dim { fill: #8b949e } .red { fill: #ff7b72 } .green { fill: #7ee787 } .yellow { fill: #e3b341 } .cyan { fill: #76e3ea }
  g { visibility: hidden; animation: page ${total}s step-end infinite; }
  @keyframes page { 0% { visibility: visible } ${((100 * STAY) / total).toFixed(3)}% { visibility: hidden } }
`
const groups = pages.map((page, index) => {
  const lines = page
    .split('\n')
    .slice(0, ROWS)
    .map((line, row) => drawn(line, row + 1))
  return `<g style="animation-delay:${index * STAY}s">${lines.join('')}</g>`
})
const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}"><style>${style}</style><rect width="100%" height="100%" rx="6" fill="#0d1117"/>${groups.join('')}</svg>\n`
writeFileSync(path.join(root, 'docs/images/demo.svg'), svg)
console.log(`docs/images/demo.svg: ${pages.length} pages, ${Math.round(svg.length / 1000)} KB`)

/** A line of the terminal, cut at the last column. */
function drawn(line: string, row: number): string {
  let room = COLUMNS
  let shown = ''
  let current = ''
  for (const part of line.split(/(\p{Cc}\[\d+m)/u)) {
    const sequence = /^\p{Cc}\[(\d+)m$/u.exec(part)?.[1]
    if (sequence === undefined) {
      const text = stripVTControlCharacters(part).slice(0, room)
      room -= text.length
      const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
      shown += current === '' || text === '' ? escaped : `<tspan class="${current}">${escaped}</tspan>`
    } else current = CLASSES[sequence] ?? ''
  }
  return shown === '' ? '' : `<text x="12" y="${row * LINE + 4}">${shown}</text>`
}
