import { say, word } from './page'

let started = false

/** Several cells pasted into a grid go into the fields below and beside, row by row; one cell stays what the browser makes of it. */
export function start(): void {
  if (started) return
  started = true
  addEventListener('paste', event => {
    const at = event.target as HTMLInputElement
    const grid = at.closest?.<HTMLElement>('form[data-cells]')
    const rows = (event.clipboardData?.getData('text/plain') ?? '').replace(/\r/g, '').replace(/\n+$/, '').split('\n').map(row => row.split('\t'))
    if (!grid || !at.matches('tbody input') || (rows.length === 1 && rows[0]!.length === 1)) return
    event.preventDefault()
    const lines = [...grid.querySelectorAll('tbody tr')].map(row => [...row.querySelectorAll<HTMLInputElement>('input:not([type=hidden])')])
    const top = lines.findIndex(line => line.includes(at)), left = lines[top]!.indexOf(at)
    let filled = 0
    for (const [down, row] of rows.entries())
      for (const [right, cell] of row.entries()) {
        const field = lines[top + down]?.[left + right]
        if (!field) continue
        field.value = cell.trim()
        field.dispatchEvent(new Event('input', { bubbles: true }))
        filled++
      }
    say(word(grid, 'pasted', 'Đã dán {0} ô').replace('{0}', String(filled)))
  })
}
