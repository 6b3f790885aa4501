// Runs in the page: what a reader of the screen would stumble over. See `barriersOf`.
;(() => {
  const found = []
  const isShown = (element) => element.checkVisibility()
  const textOf = (id) => document.getElementById(id)?.textContent ?? ''
  const nameOf = (element) =>
    [
      element.getAttribute('aria-label') ?? '',
      ...[...(element.labels ?? [])].map((label) => label.textContent),
      textOf(element.getAttribute('aria-labelledby')),
      element.textContent,
    ]
      .join('')
      .trim()
  for (const element of document.querySelectorAll('a, button, input, select, progress, summary')) {
    if (isShown(element) && nameOf(element) === '') found.push(`no name: ${element.outerHTML}`)
  }
  let level = 0
  for (const heading of document.querySelectorAll('h1, h2, h3, h4')) {
    if (!isShown(heading)) continue
    const own = Number(heading.tagName[1])
    if (own > level + 1) found.push(`heading skips a level: ${heading.outerHTML}`)
    level = own
  }
  if (document.querySelectorAll('h1').length !== 1) found.push('not exactly one h1')
  if (document.querySelectorAll('main').length !== 1) found.push('not exactly one main')
  if (document.documentElement.lang === '') found.push('the page names no language')
  for (const image of document.querySelectorAll('img:not([alt])')) found.push(image.outerHTML)
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id)
  for (const id of ids.filter((one, i) => ids.indexOf(one) !== i)) found.push(`id twice: ${id}`)
  // A target within a sentence may be as low as its line.
  const targets = document.querySelectorAll('a, button, summary, input, select')
  for (const target of targets) {
    if (!isShown(target) || target.closest('.visually-hidden, .skip-link')) continue
    const { height } = target.getBoundingClientRect()
    const isInText = target.closest('p') !== null && getComputedStyle(target).display === 'inline'
    if (height > 1 && height < 24 && !isInText) {
      found.push(`lower than 24 px (${height}): ${target.outerHTML.slice(0, 200)}`)
    }
  }
  if (document.documentElement.scrollWidth > window.innerWidth) found.push('scrolls sideways')
  return found
})()
