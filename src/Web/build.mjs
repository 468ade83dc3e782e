// Builds the stylesheet, the fonts and the scripts into src/Host/wwwroot/assets, each under a name with the hash of its
// content, and writes manifest.json from plain name to hashed name. Everything there may be cached for ever.
import { createHash } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import * as esbuild from 'esbuild'
import subsetFont from 'subset-font'

const here = fileURLToPath(new URL('.', import.meta.url))
const out = join(here, '../Host/wwwroot/assets')
const packages = join(here, 'node_modules')

const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)).join('')
const vietnamese = 'ĂăĐđĨĩŨũƠơƯư₫' + range(0x1ea0, 0x1ef9) + range(0x300, 0x301) + '\u0303\u0309\u0323'
const latin = range(0x20, 0x7e) + '\u00a0«»©®°±²³·½×÷' + 'ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý' + '\u2011–—‘’“”•…′″‹›←↑→↓−≤≥'

/** Of the screen two weights, of printed papers three faces; each in a Latin and a Vietnamese part. */
async function fonts() {
  await mkdir(join(here, '.fonts'), { recursive: true })
  const faces = { 'be-vietnam-pro': { 400: '400-normal', 600: '600-normal' }, tinos: { 400: '400-normal', 700: '700-normal', italic: '400-italic' } }
  for (const [family, styles] of Object.entries(faces))
    for (const [name, file] of Object.entries(styles))
      for (const [part, text] of [['latin', latin], ['vietnamese', vietnamese]]) {
        const source = await readFile(join(packages, `@fontsource/${family}/files/${family}-${part}-${file}.woff2`))
        await writeFile(join(here, `.fonts/${family}-${part}-${name}.woff2`), await subsetFont(source, text, { targetFormat: 'woff2' }))
      }
}

/** The blocks of a minified stylesheet at its top level, as [head, body]. */
function blocks(css) {
  const found = []
  for (let i = 0; i < css.length;) {
    const open = css.indexOf('{', i)
    if (open < 0) break
    let depth = 1, end = open + 1
    for (; depth > 0; end++) depth += css[end] === '{' ? 1 : css[end] === '}' ? -1 : 0
    found.push([css.slice(i, open), css.slice(open, end)])
    i = end
  }
  return found
}

const styles = {
  name: 'styles',
  setup(build) {
    // Designsystemet's theme without its colours: ours are in tokens.css and dark.css.
    build.onResolve({ filter: /^ds-theme-without-colours$/ }, () => ({ path: 'theme', namespace: 'ds' }))
    build.onLoad({ filter: /.*/, namespace: 'ds' }, async () => {
      const css = await readFile(join(packages, '@digdir/designsystemet-css/dist/theme/designsystemet.css'), 'utf8')
      const kept = blocks(css).filter(([head]) => !/color-scheme|typography\.secondary/.test(head))
      if (kept.length < 4) throw new Error('The theme of Designsystemet has another shape than this build expects.')
      return { contents: kept.map(b => b.join('')).join(''), loader: 'css', resolveDir: here }
    })
    // The dark scheme is written once and also serves "auto".
    build.onLoad({ filter: /css[\\/]dark\.css$/ }, async ({ path }) => {
      const css = await readFile(path, 'utf8')
      return { contents: `${css}@media (prefers-color-scheme: dark) { ${css.replace('="dark"', '="auto"')} }`, loader: 'css' }
    })
  },
}

// Turbo writes a <style> element for its progress bar, which our content-security policy forbids; the bar's style is in components.css.
const turboWithoutStyle = {
  name: 'turbo-without-style',
  setup(build) {
    build.onLoad({ filter: /turbo\.es2017-esm\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      const line = 'document.head.insertBefore(this.stylesheetElement, document.head.firstChild);'
      if (!source.includes(line)) throw new Error('Turbo has another shape than this build expects.')
      return { contents: source.replace(line, ''), loader: 'js' }
    })
  },
}

await rm(out, { recursive: true, force: true })
await mkdir(out, { recursive: true })
await fonts()

const { metafile } = await esbuild.build({
  absWorkingDir: here,
  entryPoints: ['css/nhatle.css', 'ts/site.ts'],
  outdir: out,
  entryNames: '[name].[hash]', chunkNames: '[name].[hash]', assetNames: '[name].[hash]',
  bundle: true, minify: true, splitting: true, metafile: true,
  format: 'esm', target: ['es2022', 'chrome111', 'firefox113', 'safari16.4'],
  loader: { '.woff2': 'file' },
  legalComments: 'none', logLevel: 'warning',
  plugins: [styles, turboWithoutStyle],
})

const manifest = {}
for (const file of Object.keys(metafile.outputs).map(f => basename(f)))
  manifest[file.replace(/\.[A-Z0-9]{8}(?=\.\w+$)/, '')] = file
const mark = await readFile(join(here, 'static/mark.svg'))
manifest['mark.svg'] = `mark.${createHash('sha256').update(mark).digest('hex').slice(0, 8).toUpperCase()}.svg`
await writeFile(join(out, manifest['mark.svg']), mark)
await writeFile(join(out, 'manifest.json'), JSON.stringify(manifest, Object.keys(manifest).sort(), 2) + '\n')

let first = 0
for (const [name, file] of Object.entries(manifest).sort()) {
  const content = await readFile(join(out, file))
  const weight = name.endsWith('.woff2') ? content.length : gzipSync(content, { level: 9 }).length
  if (/\.css$|^be-.*\.woff2$|^site\.js$/.test(name)) first += weight
  if (!name.endsWith('.woff2')) await writeFile(join(out, `${file}.br`), brotliCompressSync(content)) // what a phone is sent: at the best level, once
  console.log(`${name.padEnd(38)} ${(weight / 1024).toFixed(1).padStart(6)} KB`)
}
console.log(`${'first visit: css, fonts, site.js'.padEnd(38)} ${(first / 1024).toFixed(1).padStart(6)} KB`)
