// Two soft notes when work arrives. A browser lets a page sound only after somebody has pressed something on it.
const kept = 'nhatle.sound'

export const isOn = (): boolean => localStorage.getItem(kept) !== 'off'

export function turn(on: boolean): void {
  localStorage.setItem(kept, on ? 'on' : 'off')
  if (on) ring()
}

export function ring(): void {
  if (!isOn()) return
  const sound = new AudioContext()
  for (const [n, pitch] of [880, 1174.7].entries()) {
    const note = sound.createOscillator(), volume = sound.createGain(), at = sound.currentTime + n * 0.18
    note.frequency.value = pitch
    volume.gain.setValueAtTime(0.0001, at)
    volume.gain.exponentialRampToValueAtTime(0.2, at + 0.02)
    volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.5)
    note.connect(volume).connect(sound.destination)
    note.start(at)
    note.stop(at + 0.55)
    note.onended = () => { if (n === 1) void sound.close() }
  }
}
