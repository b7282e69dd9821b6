/**
 * `npm run docs:picture`: draws the reports of the documentation as GitHub would show them, light and dark, to
 * `docs/images/`. Each text is kept beside its picture, so that a test can tell whether the pictures are current.
 *
 * Needs a Chromium; `CHROMIUM` names it if it is not at Debian's place (`apt-get install chromium fonts-noto-color-emoji`).
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { chromium } from 'playwright-core'
import rehypeRaw from 'rehype-raw'
import rehypeStarryNight from 'rehype-starry-night'
import rehypeStringify from 'rehype-stringify'
import remarkGfm from 'remark-gfm'
import { remarkAlert } from 'remark-github-blockquote-alert'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import { type Story, tellStories } from './stories.ts'

const images = path.resolve(import.meta.dirname, '../../docs/images')
const require = createRequire(import.meta.url)
const styleSheet = readFileSync(require.resolve('github-markdown-css/github-markdown.css'), 'utf8')

/** GitHub Flavored Markdown to HTML, with GitHub's alerts and its syntax highlighting. */
const renderer = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkAlert)
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeRaw)
  .use(rehypeStarryNight)
  .use(rehypeStringify)

/** The frame that GitHub draws around a comment. */
async function page({ markdown }: Story): Promise<string> {
  const head = '<b>github-actions</b> <span>bot</span> commented'
  return `<!doctype html><meta charset="utf-8"><style>${styleSheet}
    body { margin: 0; padding: 16px; width: 880px; box-sizing: border-box; background: light-dark(#fff, #0d1117); color-scheme: light dark; }
    .frame { border: 1px solid light-dark(#d0d7de, #30363d); border-radius: 6px; }
    .head { padding: 8px 16px; border-bottom: 1px solid light-dark(#d0d7de, #30363d); border-radius: 6px 6px 0 0;
      background: light-dark(#f6f8fa, #151b23); color: light-dark(#59636e, #9198a1); font: 14px -apple-system, "Segoe UI", "Liberation Sans", "Noto Color Emoji", sans-serif; }
    .head b { color: light-dark(#1f2328, #f0f6fc); }
    .head span { border: 1px solid light-dark(#d0d7de, #30363d); border-radius: 2em; padding: 0 7px; font-size: 12px; }
    .markdown-alert-title svg { margin-right: 8px; }
    .markdown-body { padding: 16px; font-family: -apple-system, "Segoe UI", "Liberation Sans", "Noto Color Emoji", sans-serif; }
  </style><div class="frame"><div class="head">${head}</div><div class="markdown-body">${await renderer.process(markdown)}</div></div>`
}

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
})
try {
  for (const story of await tellStories()) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const tab = await browser.newPage({
        colorScheme,
        viewport: { width: 880, height: 100 },
        deviceScaleFactor: 1.5,
      })
      await tab.setContent(await page(story))
      await tab.screenshot({ path: path.join(images, `${story.name}-${colorScheme}.png`), fullPage: true })
      await tab.close()
    }
    writeFileSync(path.join(images, `${story.name}.md`), story.markdown)
    console.log(`docs/images/${story.name}: light, dark`)
  }
} finally {
  await browser.close()
}
